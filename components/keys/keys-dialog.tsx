'use client';
import { useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { ELEMENT_KEYS, KEY_MAP, keyCaps } from './key-map';
import { singleKeysWanted, wantSingleKeys } from './single-keys';
import type { Actions } from './use-keys';

const GROUPS = ['Selection', 'Panes', 'Go', 'Page'] as const;

const isMac = (): boolean => typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** All keys that do something here, read from the key map itself. */
export function KeysDialog({ actions, open, onClose }: { actions: Actions; open: boolean; onClose(): void }) {
  return (
    <Dialog open={open} onClose={onClose} title="Keys">
      <KeyLists actions={actions} />
    </Dialog>
  );
}

function KeyLists({ actions }: { actions: Actions }) {
  const [single, setSingle] = useState(singleKeysWanted);
  return (
    <div className="grid gap-4 p-4">
      <div className="grid grid-cols-2 gap-x-8 gap-y-4 max-sm:grid-cols-1">
        {GROUPS.map((group) => (
          <section key={group} aria-label={group}>
            <h3 className="pb-1 font-[650]">{group}</h3>
            <KeyRows
              rows={KEY_MAP.filter(
                (binding) =>
                  binding.group === group &&
                  binding.keys.length > 0 &&
                  (binding.when === 'selection' || binding.when === 'sources' || actions[binding.id] !== null),
              )}
            />
          </section>
        ))}
        <section aria-label="Inside a pane" className="col-span-full">
          <h3 className="pb-1 font-[650]">Inside a pane</h3>
          <KeyRows rows={ELEMENT_KEYS} together />
        </section>
      </div>
      <label className="flex items-center gap-2 text-ink2">
        <input
          type="checkbox"
          checked={single}
          onChange={(event) => {
            setSingle(event.target.checked);
            wantSingleKeys(event.target.checked);
          }}
        />
        Single letters are keys; without, Ctrl K still finds every action
      </label>
    </div>
  );
}

/** `together`: the keys of a row are one set, not one way each. */
function KeyRows({ rows, together = false }: { rows: readonly { keys: readonly string[]; title: string }[]; together?: boolean }) {
  const mac = isMac();
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-3 gap-y-[5px]">
      {rows.map(({ keys, title }) => (
        <div key={title} className="col-span-full grid grid-cols-subgrid">
          <dt className="flex items-baseline gap-[3px] whitespace-nowrap">
            {keys.map((way, i) => (
              <span key={way} className="flex items-baseline gap-[3px]">
                {i > 0 && !together ? <span className="text-ink3">or</span> : null}
                <KeyCaps keys={way} mac={mac} />
              </span>
            ))}
          </dt>
          <dd className="text-ink2">{title}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One way of an action, as key caps. */
export function KeyCaps({ keys, mac = isMac() }: { keys: string; mac?: boolean }) {
  return keyCaps(keys, mac).map((cap) => <kbd key={cap}>{cap}</kbd>);
}
