// `npm test` runs all checks of CI. `node scripts/test.mjs lint types` runs only these two.
// `npm run test:long` (--long) runs the unit and API tests with more rounds of race tests and fuzzing.
import { existsSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fail, prepare, root, run } from './toolchain.mjs'

const { values, positionals } = parseArgs({
  options: { long: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const unitResults = 'test-results/unit.json'
const journeyResults = 'test-results/journeys.json'
const vitest = `vitest run --allowOnly=false --reporter=default --reporter=json --outputFile.json=${unitResults}`

// The tests start the server and the command line hundreds of times, so compiled code is cached.
process.env.NODE_COMPILE_CACHE ??= join(root, '.runtime/compiled')

// Databases are in memory where there is room: each commit of SQLite would otherwise wait for the disk.
const memory = '/dev/shm'
if (existsSync(memory) && freeBytes(memory) > 4 * 2 ** 30) process.env.TEST_DATA_DIR ??= memory

const checks = {
  lint: { command: 'biome check --error-on-warnings .' },
  boundaries: { command: 'node scripts/check-boundaries.mjs' },
  words: { command: 'node scripts/check-words.mjs' },
  patterns: { command: 'node scripts/check-patterns.mjs' },
  types: {
    command:
      'tsc -b --force packages/shared packages/client packages/connect packages/picker packages/generated-clients apps/server apps/web apps/docs',
  },
  'dead-code': { command: 'knip' },
  build: { command: 'node scripts/build.mjs' },
  unit: {
    command: values.long ? `${vitest} --project shared --project server --project conformance` : vitest,
    env: values.long ? { STEPKEY_LONG: '1' } : {},
    results: unitResults,
    count: countUnit,
  },
  journeys: {
    command: 'playwright test --config apps/web/e2e/playwright.config.ts --forbid-only --reporter=list,json',
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: join(root, journeyResults) },
    results: journeyResults,
    count: countJourneys,
    needs: 'build',
  },
}
const chosen = positionals.length ? positionals : values.long ? ['unit'] : Object.keys(checks)
const unknown = chosen.find((name) => !checks[name])
if (unknown) fail(`There is no check “${unknown}”. Choose from: ${Object.keys(checks).join(', ')}.`)

await prepare()
const total = { passed: 0, failed: 0, skipped: 0 }
const failed = []

// Checks without tests take seconds and one core each, so two run at a time. Tests run one after the other, because
// they use both cores and depend on time. The journeys are last, because they need the result of `build`.
const quick = chosen.filter((name) => !checks[name].count)
const runQuickChecks = async () => {
  for (let name = quick.shift(); name; name = quick.shift()) await check(name)
}
await Promise.all([runQuickChecks(), runQuickChecks()])
if (chosen.includes('build') && !failed.includes('build')) checks.unit.env.TEST_BUILD = '1'
for (const name of chosen.filter((name) => checks[name].count)) await check(name)

if (failed.length) console.log(`\nNot passed: ${failed.join(', ')}`)
if (chosen.some((name) => checks[name].count)) {
  if (total.passed + total.failed === 0) failed.push('no tests ran')
  const skipped = total.skipped ? `, ${total.skipped} skipped` : ''
  // CI parses this line, so it must contain nothing else.
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`)
}
process.exit(failed.length ? 1 : 0)

function freeBytes(folder) {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

async function check(name) {
  const { command, env = {}, results, count, needs } = checks[name]
  if (failed.includes(needs)) {
    failed.push(name)
    console.log(`✗ ${name.padEnd(10)} not run, because ${needs} failed`)
    return
  }
  // Results of an earlier run must not be counted.
  if (results) rmSync(join(root, results), { force: true })
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }
  const [program, ...args] = command.split(' ')
  const started = performance.now()
  const { code, output } = await run(program, args, { env: { ...colour, ...env }, quiet: true })
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6)

  const tests =
    results && existsSync(join(root, results))
      ? count(JSON.parse(readFileSync(join(root, results), 'utf8')))
      : undefined
  for (const kind in tests) total[kind] += tests[kind]
  if (code !== 0) {
    failed.push(name)
    console.log(`\n${output.trim()}\n`)
  }
  console.log(
    `${code === 0 ? '✓' : '✗'} ${name.padEnd(10)} ${seconds} s${tests ? `  ${tests.passed + tests.failed} tests` : ''}`,
  )
}

// A file that fails before its first test counts as one failed test, because the number of its tests is unknown.
function countUnit({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  const broken = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numPendingTests + numTodoTests,
  }
}

function countJourneys({ stats, errors }) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  }
}
