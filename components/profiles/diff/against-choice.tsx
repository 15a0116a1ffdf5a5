'use client';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { rankPartners } from '@/lib/model/profile-pair';

/** Which profile the one shown is held against. Those that count the same come first; the others are named for what they are. */
export function AgainstChoice({
  profiles,
  shown,
  against,
  label,
  onChoose,
}: {
  profiles: readonly ProfileSummary[];
  shown: ProfileSummary;
  against: ProfileSummary | null;
  label(profile: ProfileSummary): string;
  /** The profile before, and the one after; null: the one shown alone. */
  onChoose(against: string | null, shown: string): void;
}) {
  const { alike, others } = rankPartners(shown, profiles);
  if (alike.length + others.length === 0) return null;
  const list = (group: readonly ProfileSummary[]) =>
    group.map((profile) => (
      <option key={profile.id} value={profile.id}>
        {label(profile)}
      </option>
    ));
  return (
    <div className="flex min-w-0 max-w-full items-center gap-2">
      <span aria-hidden="true" className="whitespace-nowrap text-ink2">
        compared with
      </span>
      <select
        aria-label="Compare with"
        className={`field h-[28px] w-auto min-w-0 max-sm:h-[36px] ${against ? 'max-w-[min(420px,56vw)]' : 'max-w-[140px]'}`}
        value={against?.id ?? ''}
        onChange={(event) => onChoose(event.target.value === '' ? null : event.target.value, shown.id)}
      >
        <option value="">nothing</option>
        {alike.length > 0 ? <optgroup label="Before: counts the same">{list(alike)}</optgroup> : null}
        {others.length > 0 ? <optgroup label="Counts something else">{list(others)}</optgroup> : null}
      </select>
      {against ? (
        <button
          type="button"
          className="btn btn-small"
          title="What was before becomes after, and the other way round"
          onClick={() => onChoose(shown.id, against.id)}
        >
          Swap
        </button>
      ) : null}
    </div>
  );
}
