import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { address, options } from '../driver-fields.ts'
import { multiline, privateKey, secret, text } from '../fields.ts'

/** Matches the output of `ssh-keygen -l` for a key, or only the fingerprint. */
const fingerprint = String.raw`(?:\d{3,5} )?SHA256:[A-Za-z0-9+/]{43}=?(?: .*)?`
/**
 * Matches a line of known_hosts or of a .pub file. Lines with a marker such as `@revoked` are not trusted
 * keys.
 */
const publicKey = String.raw`(?:[^\s@#]\S* )?(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)) [A-Za-z0-9+/]{60,}={0,2}(?: .*)?`
const hostKeyLine = `(?:${fingerprint}|${publicKey})`
const between = String.raw`\r?\n(?:(?:#.*)?\r?\n)*`

const hostKey = {
  hostKey: multiline({
    label: 'Host key',
    help: 'The fingerprint of the server’s key. It prevents sending the password to another server. Ask the server administrator, or run “ssh-keyscan host | ssh-keygen -lf -” on a trusted computer and paste the output. For a port other than 22, add “-p port” after ssh-keyscan.',
    placeholder: 'SHA256:…',
  }).regex(
    new RegExp(`^(?:#.*\\r?\\n)*${hostKeyLine}(?:${between}${hostKeyLine})*$`),
    'Paste a fingerprint that begins with SHA256:, or the server’s public key as ssh-keyscan prints it',
  ),
}

const user = text({
  label: 'User',
  help: 'A dedicated user for integrations, with only the folders it needs.',
})

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
        password: secret({ label: 'Password', help: 'The password of this user.' }),
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
        privateKey: privateKey(
          {
            label: 'Private key',
            help: 'The complete key file, in OpenSSH or PEM format. The public key must be installed on the server for this user.',
          },
          'pem-ssh-key',
        ),
        passphrase: secret({
          label: 'Passphrase',
          help: 'Only if the key file has a passphrase.',
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
