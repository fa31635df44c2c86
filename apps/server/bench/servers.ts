import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { createInterface } from 'node:readline'

/** A running server process. */
export interface Running {
  port: number
  /** Time from the start of the process to its ready message, in milliseconds. */
  startedIn: number
  /** Returns the CPU time used so far, in milliseconds; undefined if the system does not report it. */
  cpu(): number | undefined
  /** Returns the resident memory, in megabytes; undefined if the system does not report it. */
  memory(): number | undefined
  stop(): Promise<void>
}

/** Starts a server in a separate process, so that the measuring does not slow it down. */
export async function startProcess(
  script: string,
  { port, env = {}, ready }: { port: number; env?: Record<string, string>; ready: RegExp },
): Promise<Running> {
  const begun = performance.now()
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      ...env,
      PORT: `${port}`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  await Promise.race([
    waitForOutput(child, ready),
    exited.then(() => {
      throw new Error(`${script} ended before it was ready.`)
    }),
  ])
  const startedIn = performance.now() - begun
  const { pid } = child
  return {
    port,
    startedIn,
    cpu: () => fromProc(pid, 'stat', cpuOf),
    memory: () => fromProc(pid, 'status', (text) => Number(/VmRSS:\s+(\d+)/.exec(text)?.[1]) / 1024),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
      await exited
    },
  }
}

async function waitForOutput(child: ChildProcess, ready: RegExp): Promise<void> {
  if (!child.stdout) throw new TypeError('The process needs a piped standard output.')
  for await (const line of createInterface({ input: child.stdout })) if (ready.test(line)) break
  child.stdout.resume()
}

/** Reads a file of /proc, which only Linux has. */
function fromProc<T>(pid: number | undefined, file: string, read: (text: string) => T): T | undefined {
  try {
    return read(readFileSync(`/proc/${pid}/${file}`, 'utf8'))
  } catch {
    return undefined
  }
}

/** Returns user and kernel time in milliseconds. Linux reports them in hundredths of a second. */
function cpuOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
