import { configDefaults, defineConfig } from 'vitest/config'

// Full volume (`npm run test:long`) takes minutes: files named *.long.test.ts run only there, other tests
// may read STEPKEY_LONG to do more rounds.
const long = process.env.STEPKEY_LONG === '1'
const exclude = long ? configDefaults.exclude : [...configDefaults.exclude, '**/*.long.test.ts']

const CONFORMANCE = 'apps/server/testing/conformance/*.test.ts'

// Projects without isolation: the files of a worker share their modules, which saves up to half of the time. They pass
// in any order.
export default defineConfig({
  test: {
    exclude,
    maxWorkers: 2,
    // Only against hanging: on a busy machine everything can take ten times longer.
    testTimeout: long ? 60 * 60_000 : 10 * 60_000,
    hookTimeout: 10 * 60_000,
    // What is waited for comes in a moment, unless the machine is busy.
    expect: { poll: { timeout: 2 * 60_000 } },
    projects: [
      { test: { name: 'shared', include: ['packages/shared/src/**/*.test.ts'], isolate: false } },
      {
        test: {
          name: 'server',
          include: ['apps/server/{src,testing}/**/*.test.ts'],
          exclude: [...exclude, CONFORMANCE],
          globalSetup: 'apps/server/testing/databases/postgres.global.ts',
          isolate: false,
        },
      },
      // A project of its own, because it needs no PostgreSQL.
      { test: { name: 'conformance', include: [CONFORMANCE] } },
      { test: { name: 'client', include: ['packages/client/src/**/*.test.ts'] } },
      { test: { name: 'connect', include: ['packages/connect/src/**/*.test.ts'] } },
      { test: { name: 'generated-clients', include: ['packages/generated-clients/*.test.ts'] } },
      { test: { name: 'scripts', include: ['scripts/*.test.mjs'] } },
      { test: { name: 'docs', include: ['apps/docs/src/**/*.test.ts'] } },
      {
        test: {
          name: 'web',
          include: ['apps/web/src/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          isolate: false,
        },
      },
    ],
  },
})
