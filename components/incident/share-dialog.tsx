'use client';
import { type FormEvent, useCallback, useEffect, useState } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog } from '@/components/ui/dialog';
import { ROLES, type Role } from '@/lib/model/incident';
import { type AccessLink, createLink, listLinks, type NewLink, revokeLink } from './requests';
import { formatMoment } from './select-snapshot';

const ROLE_WORDS: Record<Role, string> = { read: 'Read', comment: 'Read and comment', manage: 'Change everything' };
const EXPIRIES: { value: string; label: string; days: number | null }[] = [
  { value: '1', label: '1 day', days: 1 },
  { value: '7', label: '7 days', days: 7 },
  { value: '30', label: '30 days', days: 30 },
  { value: '90', label: '90 days', days: 90 },
  { value: 'never', label: 'Never', days: null },
];

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Makes links to the incident, and takes them back. A link is shown once: only its hash is stored. */
export function ShareDialog({ incidentId, open, onClose }: { incidentId: string; open: boolean; onClose(): void }) {
  return (
    <Dialog open={open} onClose={onClose} title="Share this incident">
      <Share incidentId={incidentId} />
    </Dialog>
  );
}

function Share({ incidentId }: { incidentId: string }) {
  const [role, setRole] = useState<Role>('read');
  const [expiry, setExpiry] = useState('30');
  const [label, setLabel] = useState('');
  const [created, setCreated] = useState<NewLink | null>(null);
  const [links, setLinks] = useState<AccessLink[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const reload = useCallback(async () => {
    try {
      setLinks(await listLinks(incidentId));
    } catch (error) {
      setProblem(messageOf(error));
    }
  }, [incidentId]);
  useEffect(() => void reload(), [reload]);

  async function run(change: () => Promise<void>) {
    setBusy(true);
    setProblem(null);
    try {
      await change();
      await reload();
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setBusy(false);
    }
  }

  function create(event: FormEvent) {
    event.preventDefault();
    const days = EXPIRIES.find((choice) => choice.value === expiry)?.days ?? null;
    void run(async () => {
      const name = label.trim();
      setCreated(await createLink(incidentId, { role, expiresInDays: days, ...(name ? { label: name } : {}) }));
      setLabel('');
    });
  }

  return (
    <>
      <form className="grid grid-cols-2 gap-3 p-4 max-sm:grid-cols-1" onSubmit={create}>
        <label className="grid gap-1">
          <span className="text-ink2">Whoever has the link may</span>
          <select
            className="field"
            value={role}
            onChange={(event) => setRole(ROLES.find((known) => known === event.target.value) ?? 'read')}
          >
            {ROLES.map((value) => (
              <option key={value} value={value}>
                {ROLE_WORDS[value]}
              </option>
            ))}
          </select>
        </label>
        <label className="grid gap-1">
          <span className="text-ink2">It expires after</span>
          <select className="field" value={expiry} onChange={(event) => setExpiry(event.target.value)}>
            {EXPIRIES.map(({ value, label: text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <label className="col-span-full grid gap-1">
          <span className="text-ink2">For whom, so that you know which one to revoke (optional)</span>
          <input
            className="field"
            value={label}
            maxLength={100}
            placeholder="incident channel"
            onChange={(event) => setLabel(event.target.value)}
          />
        </label>
        <div className="col-span-full flex flex-wrap items-center justify-between gap-2">
          <span className="text-[12px] text-ink3">The captures can hold host names and paths: share with care.</span>
          <button type="submit" className="btn btn-primary" disabled={busy}>
            {busy ? 'Working…' : 'Create link'}
          </button>
        </div>
      </form>
      {created ? (
        <section aria-label="New link" className="mx-4 mb-4 rounded-md border border-ink p-3">
          <p className="mb-2">
            <b className="font-semibold">{ROLE_WORDS[created.role]}</b>,{' '}
            {created.expiresAt ? `until ${formatMoment(created.expiresAt)}` : 'does not expire'}. Shown only now: copy it.
          </p>
          <div className="flex items-start gap-2">
            <code className="min-w-0 flex-1 [overflow-wrap:anywhere]">{created.url}</code>
            <CopyButton text={created.url} label="Copy the new link" />
          </div>
        </section>
      ) : null}
      {problem ? (
        <p role="alert" className="px-4 pb-3 font-semibold">
          ✕ {problem}
        </p>
      ) : null}
      <section aria-label="Links so far" className="border-line border-t">
        <h3 className="px-4 pt-3 pb-1 font-[650]">Links so far</h3>
        {links === null ? (
          <p className="px-4 pb-4 text-ink3">{problem ? '' : 'Reading the list…'}</p>
        ) : (
          <ul className="px-4 pb-3">
            {links.map((link) => (
              <LinkRow key={link.id} link={link} busy={busy} onRevoke={() => void run(() => revokeLink(incidentId, link.id))} />
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

/** Revoking cannot be undone, and may cut the branch one sits on: it is asked twice. */
function LinkRow({ link, busy, onRevoke }: { link: AccessLink; busy: boolean; onRevoke(): void }) {
  const [asked, setAsked] = useState(false);
  const state = link.revokedAt
    ? `revoked ${formatMoment(link.revokedAt)}`
    : link.expiresAt
      ? `until ${formatMoment(link.expiresAt)}`
      : 'does not expire';
  return (
    <li className="flex items-center gap-3 border-sunken border-b py-[6px] last:border-0">
      <span className={`min-w-0 flex-1 ${link.revokedAt ? 'text-ink3' : ''}`}>
        <b className="font-semibold">{ROLE_WORDS[link.role]}</b> {link.label}
        <span className="block text-[12px] text-ink3">
          made {formatMoment(link.createdAt)}, {state}
        </span>
      </span>
      {link.revokedAt ? null : asked ? (
        <span className="flex items-center gap-2">
          <span className="text-[12px] text-ink2">
            {link.role === 'manage' ? 'If you came by it, you lose access.' : 'At once, for good.'}
          </span>
          <button type="button" className="btn btn-small btn-primary" disabled={busy} onClick={onRevoke}>
            Revoke it
          </button>
          <button type="button" className="btn btn-small" onClick={() => setAsked(false)}>
            Keep
          </button>
        </span>
      ) : (
        <button
          type="button"
          className="btn btn-small"
          aria-label={`Revoke the link ${link.label || ROLE_WORDS[link.role]}`}
          onClick={() => setAsked(true)}
        >
          Revoke
        </button>
      )}
    </li>
  );
}
