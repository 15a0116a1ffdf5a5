import type { NextConfig } from 'next';

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: import.meta.dirname,
  // What the server reads at run time by path: the bundled worker and the migrations.
  outputFileTracingIncludes: { '/**': ['./.workers/**/*', './prisma/*/migrations/**/*'] },
  serverExternalPackages: ['piscina', '@libsql/client', 'libsql', '@prisma/adapter-libsql', '@prisma/adapter-pg', 'pg'],
  turbopack: { root: import.meta.dirname },
  poweredByHeader: false,
  reactStrictMode: true,
};
export default config;
