import type { UploadLimits } from '@/components/upload/limits';
import { GIB, MIB } from '@/lib/base/bytes';

const whole = (bytes: number): string =>
  bytes >= GIB && bytes % GIB === 0 ? `${bytes / GIB} GiB` : bytes % MIB === 0 ? `${bytes / MIB} MiB` : `${(bytes / MIB).toFixed(1)} MiB`;

/** Every limit in force, before anything is sent. */
export function LimitsPanel({ limits }: { limits: UploadLimits }) {
  const rows: [string, string][] = [
    ['One file, as sent (compressed here)', whole(limits.wireBytes)],
    ['One file, unpacked', whole(limits.documentBytes)],
    ['Files in one incident', String(limits.documentsPerIncident)],
    ['Read links expire after', `${limits.linkDaysDefault} days`],
  ];
  return (
    <section aria-labelledby="limits" className="panel">
      <h2 id="limits" className="border-line border-b px-[14px] py-[10px] font-[650]">
        Limits here
      </h2>
      <table className="w-full border-collapse">
        <tbody>
          {rows.map(([label, value]) => (
            <tr key={label} className="border-sunken border-b last:border-0">
              <th scope="row" className="px-[14px] py-[5px] text-left font-normal text-ink2">
                {label}
              </th>
              <td className="whitespace-nowrap px-[14px] py-[5px] text-right">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
