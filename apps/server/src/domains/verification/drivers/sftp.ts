import { promisify } from 'node:util'
import type { Finding } from '@stepkey/shared/verification'
import type { Client, SFTPWrapper } from 'ssh2'
import type { Driver } from './driver.ts'
import { withSshSession } from './ssh-session.ts'

/** Verifies an SFTP login: signs in, opens the SFTP subsystem and resolves the current folder. Accesses no file. */
export const checkSftp: Driver<'sftp'> = (options, egress, signal) =>
  withSshSession(options, { egress, signal, use: (client) => openFolder(client, options.user) })

/** Opens the SFTP folder. A login without SFTP or a folder is still proven: the outcome is `limited`. */
async function openFolder(client: Client, identity: string): Promise<Finding> {
  try {
    const sftp = await promisify(client.sftp.bind(client) as (done: Done<SFTPWrapper>) => void)()
    sftp.on('error', () => {})
    await promisify((done: Done<string>) => sftp.realpath('.', done))()
    return { outcome: 'verified', identity }
  } catch {
    return { outcome: 'limited', identity }
  }
}
type Done<T> = (error: Error | undefined, result: T) => void
