/** The id of a rule or signature, leading to what it is about. */
export function RuleLink({ id, title }: { id: string; title?: string }) {
  return (
    <a className="link mono text-[11.5px]" href={`/docs/findings/${id}`} title={title ?? `What ${id} is about`}>
      {id}
    </a>
  );
}
