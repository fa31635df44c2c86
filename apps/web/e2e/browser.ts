import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type LaunchOptions } from '@playwright/test'

const SYSTEM_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** Finds Chromium in this order: CHROMIUM_PATH, Playwright, an npm package, the system. */
export async function launchOptions(): Promise<LaunchOptions> {
  const configuredPath = process.env.CHROMIUM_PATH
  if (configuredPath && !existsSync(configuredPath))
    throw new Error(`CHROMIUM_PATH is ${configuredPath}, which does not exist.`)
  const executablePath =
    configuredPath ??
    [chromium.executablePath()].find((path) => existsSync(path)) ??
    (await fromNpm().catch(orOfSystem))
  return {
    executablePath,
    args: [
      // Tests must not send anything off the machine: only local names resolve, and background traffic is off.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run',
      // Chromium's sandbox doesn't work for root.
      ...(process.getuid && userInfo().uid === 0 ? ['--no-sandbox'] : []),
    ],
  }
}

/** For platforms for which the npm package has no browser. @throws the given error if the system has none, either */
function orOfSystem(error: unknown): string {
  const path = SYSTEM_PATHS.find((path) => existsSync(path))
  if (!path) throw error
  return path
}

// The package unpacks into the temporary folder, where files of another version or user, or a partial copy, may exist.
// Therefore it unpacks into its own folder, which is renamed when it is complete. The `args` of the package are not used:
// they turn off the origin checks of the browser, which these tests rely on.
async function fromNpm() {
  const { default: packagedChromium } = await import('@sparticuz/chromium')
  const packageJson = new URL('../package.json', import.meta.resolve('@sparticuz/chromium'))
  const { version } = JSON.parse(await readFile(packageJson, 'utf8'))
  const folder = fileURLToPath(new URL(`../../../.runtime/chromium-${version}`, import.meta.url))
  const executable = join(folder, 'chromium')
  if (existsSync(executable)) return executable

  const { TMPDIR } = process.env
  await mkdir(join(folder, '..'), { recursive: true })
  const unpacking = await mkdtemp(`${folder}-`)
  try {
    process.env.TMPDIR = unpacking
    await packagedChromium.executablePath()
    await rename(unpacking, folder)
  } catch (cause) {
    if (!existsSync(executable)) throw new Error('No Chromium was found. Set CHROMIUM_PATH.', { cause })
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
    await rm(unpacking, { recursive: true, force: true })
  }
  return executable
}
