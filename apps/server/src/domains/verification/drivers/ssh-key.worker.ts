import { parentPort, workerData } from 'node:worker_threads'
import ssh2 from 'ssh2'

/** Opens a private key with its passphrase. @returns it as PEM, or nothing if it can't be opened */
const { text, passphrase } = workerData as { text: string; passphrase: string }
const key = ssh2.utils.parseKey(text, passphrase)
parentPort?.postMessage(key instanceof Error ? undefined : key.getPrivatePEM())
