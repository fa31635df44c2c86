import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { address, options } from '../driver-fields.ts'
import { multiline, secret, secretText, text } from '../fields.ts'

/** What `ssh-keygen -l` prints of a key, or the fingerprint alone. */
const fingerprint = /(?:\d{3,5} )?SHA256:[A-Za-z0-9+/]{43}=?(?: .*)?/
/** A line of known_hosts or of a file.pub. Marked ones (`@revoked`) are no keys to trust. */
const publicKey =
  /(?:[^\s@#]\S* )?(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)) [A-Za-z0-9+/]{60,}={0,2}(?: .*)?/
const hostKeyLine = `(?:${fingerprint.source}|${publicKey.source})`
const between = String.raw`\r?\n(?:(?:#.*)?\r?\n)*`

const hostKey = {
  hostKey: multiline({
    label: 'Host key',
    help: 'The fingerprint of the server’s key, so that nobody else gets the password. Ask whoever runs the server, or run “ssh-keyscan host | ssh-keygen -lf -” on a computer that you trust (with “-p port” after ssh-keyscan if it isn’t 22), and paste what it prints.',
    placeholder: 'SHA256:…',
  }).regex(
    new RegExp(`^(?:#.*\\r?\\n)*${hostKeyLine}(?:${between}${hostKeyLine})*$`),
    'Paste a fingerprint that begins with SHA256:, or the server’s public key as ssh-keyscan prints it',
  ),
}

/** OpenSSH's own form and the older PEM forms: base64, and in one of them how it is encrypted. */
const privateKey =
  /^-----BEGIN (?:OPENSSH PRIVATE KEY-----|PRIVATE KEY-----|(?:RSA|EC) PRIVATE KEY-----(?:\r?\nProc-Type: 4,ENCRYPTED\r?\nDEK-Info: [A-Z0-9-]+,[0-9A-F]+\r?\n)?)[A-Za-z0-9+/=\r\n]+-----END (?:OPENSSH |RSA |EC )?PRIVATE KEY-----$/

const user = text({ label: 'User', help: 'A user made for integrations, with only the folders they need.' })

export default defineComponent({
  id: 'sftp',
  title: 'SFTP',
  description: 'Files on a server, over SSH',
  category: 'files',
  aliases: ['sftp', 'ssh', 'scp', 'file transfer', 'upload', 'download'],
  docsUrl: 'https://man.openbsd.org/sftp',
  icon: 'sftp',
  methods: {
    password: {
      title: 'User and password',
      fields: z.object({
        ...address('sftp.example.com', 22),
        user,
        password: secret({ label: 'Password', help: 'The password of that user.' }),
        ...hostKey,
      }),
      place: [],
      verify: { driver: 'sftp', map: options('host', 'port', 'user', 'password', 'hostKey') },
    },
    privateKey: {
      title: 'Private key',
      fields: z.object({
        ...address('sftp.example.com', 22),
        user,
        privateKey: secretText({
          label: 'Private key',
          help: 'The whole key file, in OpenSSH or PEM form. Its public half has to be stored at the server for this user.',
          placeholder: '-----BEGIN OPENSSH PRIVATE KEY-----',
        }).regex(
          privateKey,
          'Paste the whole key file, from -----BEGIN to -----END. Keys of PuTTY have to be exported as OpenSSH keys first, and those that begin with BEGIN ENCRYPTED PRIVATE KEY rewritten with “ssh-keygen -p -f file”',
        ),
        passphrase: secret({
          label: 'Passphrase',
          help: 'Only if the key file is protected by one.',
        }).optional(),
        ...hostKey,
      }),
      place: [],
      verify: {
        driver: 'sftp',
        map: options('host', 'port', 'user', 'privateKey', 'passphrase', 'hostKey'),
      },
    },
  },
})
