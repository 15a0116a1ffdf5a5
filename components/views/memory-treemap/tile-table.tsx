import { formatKib, formatShare } from '@/lib/base/bytes';
import type { Relation } from '../relation';
import { isFolded, judgeTile, type TileGroup } from './select';

/** The treemap's twin: the same tiles, as rows. */
export function TileTable({
  groups,
  region,
  related,
  onRegion,
  onOpen,
}: {
  groups: readonly TileGroup[];
  region: string | null;
  related: Relation | null;
  onRegion(region: string | null): void;
  /** Opens a row that stands for several regions. */
  onOpen(key: string): void;
}) {
  const total = groups.reduce((sum, group) => sum + group.value, 0);
  return (
    <table className="rows">
      <caption className="sr-only">Memory by owner</caption>
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col" className="num">
            RSS KiB
          </th>
          <th scope="col" className="num max-sm:hidden">
            Size KiB
          </th>
          <th scope="col" className="num">
            Share
          </th>
        </tr>
      </thead>
      {groups.map((group) => (
        <tbody key={group.key}>
          <tr>
            <th scope="rowgroup" className="!static font-semibold text-ink" colSpan={3}>
              {group.label}
            </th>
            <td className="num font-semibold">{formatShare(group.value, total)}</td>
          </tr>
          {group.tiles.map((tile) => (
            <tr
              key={tile.key}
              aria-selected={tile.region !== null && tile.region === region}
              title={judgeTile(tile, related)?.why}
              className={judgeTile(tile, related)?.can === 'cannot' ? 'text-ink3' : undefined}
            >
              <td className="max-w-[160px] truncate">
                {tile.region ? (
                  <button
                    type="button"
                    className="link max-w-full truncate align-bottom"
                    onClick={() => onRegion(tile.region === region ? null : tile.region)}
                  >
                    {tile.label}
                  </button>
                ) : isFolded(tile) ? (
                  <button type="button" className="link max-w-full truncate align-bottom" onClick={() => onOpen(tile.key)}>
                    {tile.label}
                  </button>
                ) : (
                  tile.label
                )}
              </td>
              <td className="num">{formatKib(tile.residentBytes)}</td>
              <td className="num max-sm:hidden">{tile.sizeBytes > 0 ? formatKib(tile.sizeBytes) : '–'}</td>
              <td className="num">{formatShare(tile.value, total)}</td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}
