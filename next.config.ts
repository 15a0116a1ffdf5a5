import type { NextConfig } from 'next';

const EVERYWHERE = [
  { key: 'x-content-type-options', value: 'nosniff' },
  { key: 'referrer-policy', value: 'no-referrer' },
  { key: 'x-frame-options', value: 'DENY' },
  { key: 'cross-origin-opener-policy', value: 'same-origin' },
  { key: 'cross-origin-resource-policy', value: 'same-origin' },
  { key: 'permissions-policy', value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=()' },
];
// What is no page may load and run nothing at all. (Pages get theirs, with a nonce, from proxy.ts.)
const NOTHING = { key: 'content-security-policy', value: "default-src 'none'; frame-ancestors 'none'; sandbox" };

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: import.meta.dirname,
  // What the server reads at run time by path: the bundled worker and the migrations.
  outputFileTracingIncludes: { '/**': ['./.workers/**/*', './prisma/*/migrations/**/*'] },
  serverExternalPackages: ['piscina', '@libsql/client', 'libsql', '@prisma/adapter-libsql', '@prisma/adapter-pg', 'pg'],
  turbopack: { root: import.meta.dirname },
  // `npm test` checks types, tests included, before it builds; a build need not do it again.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  headers: async () => [
    { source: '/:path*', headers: EVERYWHERE },
    { source: '/api/:path*', headers: [NOTHING] },
    { source: '/healthz', headers: [NOTHING] },
    { source: '/readyz', headers: [NOTHING] },
  ],
};
export default config;
