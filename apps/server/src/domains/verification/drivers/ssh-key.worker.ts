import { parentPort, workerData } from 'node:worker_threads'
import ssh2 from 'ssh2'

/** Decrypts an OpenSSH key and posts it as PEM, or undefined if the key or the passphrase is invalid. */
const { text, passphrase } = workerData as { text: string; passphrase: string }
const key = ssh2.utils.parseKey(text, passphrase)
parentPort?.postMessage(key instanceof Error ? undefined : key.getPrivatePEM())
