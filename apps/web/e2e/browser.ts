import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type LaunchOptions } from '@playwright/test'

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The first Chromium of: CHROMIUM_PATH, Playwright's own, the system's, the one in an npm package. */
export async function launchOptions(): Promise<LaunchOptions> {
  const named = process.env.CHROMIUM_PATH
  if (named && !existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, which does not exist.`)
  const executablePath =
    named ?? [chromium.executablePath(), ...SYSTEM].find((path) => existsSync(path)) ?? (await fromNpm())
  return {
    executablePath,
    args: [
      // Tests must send nothing off the machine: no name but ours resolves, and nothing happens on its own.
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

// The package unpacks into the temporary folder, where another version, another user or half of it may lie
// already: so it gets a folder of its own, which takes its name when it is whole. Its own `args` are left
// out: they are for a cloud function, and switch off the browser's checks of origins that the journeys rely on.
async function fromNpm() {
  const { default: packed } = await import('@sparticuz/chromium')
  const about = new URL('../package.json', import.meta.resolve('@sparticuz/chromium'))
  const { version } = JSON.parse(await readFile(about, 'utf8'))
  const folder = fileURLToPath(new URL(`../../../.runtime/chromium-${version}`, import.meta.url))
  const executable = join(folder, 'chromium')
  if (existsSync(executable)) return executable

  const { TMPDIR } = process.env
  await mkdir(join(folder, '..'), { recursive: true })
  const unpacking = await mkdtemp(`${folder}-`)
  try {
    process.env.TMPDIR = unpacking
    await packed.executablePath()
    await rename(unpacking, folder)
  } catch (cause) {
    if (!existsSync(executable))
      throw new Error('There is no Chromium; CHROMIUM_PATH can name one.', { cause })
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
    await rm(unpacking, { recursive: true, force: true })
  }
  return executable
}
