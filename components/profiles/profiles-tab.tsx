'use client';
import { useEvidence } from '@/components/incident/evidence-context';
import { RequestProblem } from '@/components/incident/requests';
import type { Selection } from '@/components/incident/use-selection';
import { useViewState } from '@/components/incident/use-view-state';
import { Command } from '@/components/ui/command';
import type { ViewData } from '@/components/views/define';
import { profileLabel } from '@/components/views/hot-stacks/select';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { Units } from '@/lib/view-state/incident';
import { AgainstChoice } from './diff/against-choice';
import { DiffProfiles } from './diff/diff-profiles';
import { tellPart, tellUnit } from './select';
import { ShapedProfile } from './shaped-profile';
import { profileFields } from './state';
import { useColumns } from './use-columns';

/** The profiles of the incident: one at a time, as a flame graph and in four other ways, each linked to memory. */
export function ProfilesTab({ data, selection, units }: { data: ViewData; selection: Selection; units: Units }) {
  // Two profiles of the same event are told apart by their files.
  const { filenameOf } = useEvidence();
  const [state, setState] = useViewState(profileFields);
  const profile = data.profiles.find((candidate) => candidate.id === state.profile) ?? data.profiles[0] ?? null;
  // The profile before: where there is none of that name, or it has no tree, the one shown stands alone.
  const partners = profile?.columns ? data.profiles.filter(({ id, columns }) => id !== profile.id && columns) : [];
  const against = partners.find(({ id }) => id === state.against) ?? null;
  const sheet = profile?.columns && !against ? { id: profile.id, columns: profile.columns, rows: profile.sampleColumns?.rows ?? 0 } : null;
  const { tree, failure, retry } = useColumns(data.incidentId, sheet);
  if (!profile) return <NoProfile pid={data.pid} />;
  const { bold, rest } = tellUnit(profile);
  const label = (one: ProfileSummary) => [profileLabel(one), filenameOf(one.artifactId)].filter((part) => part !== '').join(' · ');
  return (
    <section aria-label="Profiles" className="flex flex-col gap-3 pt-3">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-2">
        <ProfileChoice
          profiles={data.profiles}
          shown={profile}
          label={label}
          onChoose={(id) =>
            setState(
              { profile: id, against: id === state.against ? null : state.against, zoom: null, thread: [], time: null, line: null },
              'push',
            )
          }
        />
        <AgainstChoice
          profiles={data.profiles}
          shown={profile}
          against={against}
          label={label}
          onChoose={(before, shown) => setState({ against: before, profile: shown, zoom: null }, 'push')}
        />
        <p className={against ? 'min-w-0 basis-full' : 'min-w-0 flex-1 basis-[320px]'}>
          <b className="font-semibold">{bold}</b> <span className="text-ink2">{rest}</span> {tellPart(profile)}
          {profile.because ? <span className="text-ink2"> {profile.because}</span> : null}
        </p>
      </div>
      {against ? (
        <DiffProfiles
          incidentId={data.incidentId}
          from={against}
          to={profile}
          label={label}
          selection={selection}
          state={state}
          onState={setState}
        />
      ) : failure ? (
        <p role="alert" className="panel flex items-baseline gap-3 px-3 py-[5px]">
          <span className="flex-1">
            The call tree could not be loaded. {failure instanceof RequestProblem ? failure.message : 'What came was no call tree.'}
          </span>
          <button type="button" className="link" onClick={retry}>
            Try again
          </button>
        </p>
      ) : tree ? (
        <ShapedProfile
          key={profile.id}
          original={tree}
          profile={profile}
          title={`${profileLabel(profile)}${filenameOf(profile.artifactId) ? `, ${filenameOf(profile.artifactId)}` : ''}`}
          data={data}
          selection={selection}
          units={units}
          state={state}
          onState={setState}
        />
      ) : (
        <p role="status" className="panel px-3 py-[5px] text-ink2">
          The call tree is on its way.
        </p>
      )}
    </section>
  );
}

function ProfileChoice({
  profiles,
  shown,
  label,
  onChoose,
}: {
  profiles: readonly ProfileSummary[];
  shown: ProfileSummary;
  label(profile: ProfileSummary): string;
  onChoose(id: string): void;
}) {
  if (profiles.length === 1) return <h2 className="font-[650] text-[15px] [overflow-wrap:anywhere]">{label(shown)}</h2>;
  return (
    <div className="flex min-w-0 max-w-full items-center gap-2">
      <h2 className="font-[650]">Profile</h2>
      <select
        aria-label="Profile"
        className="field h-[28px] w-auto min-w-0 max-w-[min(560px,70vw)] max-sm:h-[36px]"
        value={shown.id}
        onChange={(event) => onChoose(event.target.value)}
      >
        {profiles.map((profile) => (
          <option key={profile.id} value={profile.id}>
            {label(profile)}
          </option>
        ))}
      </select>
    </div>
  );
}

function NoProfile({ pid }: { pid: string }) {
  return (
    <section aria-label="Profiles" className="flex flex-col items-start gap-3 pt-4">
      <h2 className="font-[650] text-[15px]">No profile yet.</h2>
      <p className="max-w-[75ch] text-ink2">
        A profile shows which code runs, or allocates, and which Java method led there. For memory that the JVM cannot account for, record
        malloc itself:
      </p>
      <Command
        command={`asprof -d 600 -e nativemem -o collapsed -f malloc.txt ${pid}`}
        why="Samples malloc for 10 minutes, with the Java code that led there."
        risk="low: async-profiler 4.0 or later attaches to the process; not under jemalloc."
      />
      <Command
        command={`asprof -d 60 -e cpu -o collapsed -f cpu.txt ${pid}`}
        why="Who computes: time, not memory, but it names the libraries at work."
        risk="low: attaches to the process, below 1 % CPU."
      />
      <Command
        command={`perf record -e page-faults -c 20 -g -p ${pid} -- sleep 30 && jcmd ${pid} Compiler.perfmap && perf script > faults.txt`}
        why="Who touches new pages. Compiler.perfmap (JDK 17 or later) names the Java frames."
        risk="below 1 % CPU for 30 s; writes /tmp/perf-PID.map."
      />
    </section>
  );
}
