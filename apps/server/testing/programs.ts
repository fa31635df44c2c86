import { join } from 'node:path'

const SERVER = join(import.meta.dirname, '..')

/** `npm test` tests the programs that it has built. They start in half of the time. */
const isBuilt = process.env.TEST_BUILD === '1'

/** The arguments with which Node runs the server. */
export const MAIN = program('main')

/** The arguments with which Node runs the command line. */
export const STEPKEY = program('edge/cli/stepkey', 'stepkey')

function program(source: string, built = source): string[] {
  return isBuilt
    ? [join(SERVER, 'dist', `${built}.js`)]
    : ['--disable-warning=ExperimentalWarning', join(SERVER, 'src', `${source}.ts`)]
}
