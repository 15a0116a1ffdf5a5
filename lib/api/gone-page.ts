import { createHash } from 'node:crypto';

const STYLE = `:root{color-scheme:light dark;font:15px/24px -apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif}
body{max-width:34rem;margin:18vh auto;padding:0 20px}h1{font-size:22px;line-height:28px}
html{background:#f6f7f8;color:#14171a}a{color:#1f5fd0}
@media (prefers-color-scheme:dark){html{background:#0d0f12;color:#eceef1}a{color:#7fb0ff}}`;

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>This link leads nowhere · Residue</title>
<style>${STYLE}</style><main><h1>This link leads nowhere</h1><p>It may have expired or been revoked, or some of its characters were lost on the way. Ask whoever sent it for a new one.</p><p><a href="/">Residue</a></p></main></html>`;

const HASH = createHash('sha256').update(STYLE).digest('base64');

/** What a person sees who opens a link that is unknown, expired or revoked. No script, no request. */
export function gonePage(): Response {
  return new Response(PAGE, {
    status: 404,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${HASH}'; base-uri 'none'; frame-ancestors 'none'`,
    },
  });
}
