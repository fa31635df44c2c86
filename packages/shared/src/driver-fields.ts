import { z } from 'zod'
import type { SshTemplates, TlsTemplates } from './component.ts'
import {
  certificates,
  choice,
  flag,
  host,
  multiline,
  port,
  privateKey,
  secret,
  text,
  variants,
} from './fields.ts'

/**
 * The fields that components with a driver share: the address of the server and the protection of the
 * connection. Rarely needed fields are `advanced`. Field names equal the names of the driver options, see
 * {@link options}.
 */

/** Returns the fields for host and port. */
export const address = (placeholder: string, defaultPort: number, portHelp = `Usually ${defaultPort}.`) => ({
  host: host({
    label: 'Host',
    help: 'The host name or IP address of the server, without a port.',
    placeholder,
  }),
  port: port({ label: 'Port', help: portHelp }).default(defaultPort),
})

/** The field for protocols that use TLS from the first byte or not at all. */
export const tls = {
  tls: choice({
    label: 'Encryption',
    help: 'Choose the first option if the server supports it. Without a certificate check, only a certificate authority below protects against a man-in-the-middle attack.',
    options: {
      'verify-full': 'Required, with certificate check',
      'verify-ca': 'Required, with certificate check, for any host name',
      require: 'Required, without certificate check',
      disable: 'None',
    },
  }).default('verify-full'),
}

/** The field for protocols that can also start unencrypted and switch to TLS before sign-in (STARTTLS). */
export const startTls = {
  security: choice({
    label: 'Encryption',
    help: 'Without encryption, the password can be read in transit.',
    options: { tls: 'TLS', starttls: 'STARTTLS', none: 'None' },
  }).default('tls'),
}

/** The field that disables the certificate check. */
export const anyCertificate = {
  anyCertificate: flag({
    label: 'Accept any certificate',
    help: 'This allows man-in-the-middle attacks. Prefer to enter the certificate authority of the server below.',
    advanced: true,
  }).default(false),
}

/** The field for the certificate authority of the server. */
export const authority = {
  ca: certificates({
    label: 'Certificate authority',
    help: 'Only if the server certificate is signed by your own authority. The certificate of that authority in PEM format.',
    advanced: true,
  }).optional(),
}

const clientCertificate = {
  certificate: certificates({
    label: 'Client certificate',
    help: 'Only if the server requires one. In PEM format.',
    advanced: true,
  }).optional(),
  privateKey: privateKey({
    label: 'Private key',
    help: 'The key that belongs to the client certificate. In PEM format, without a passphrase.',
    advanced: true,
  }).optional(),
}

/** The field for the name in the certificate of the server. */
export const serverName = {
  serverName: host({
    label: 'Server name',
    help: 'Only if the certificate of the server was issued for another name than its address.',
    advanced: true,
  }).optional(),
}

/** The fields for the TLS options of any protocol. */
export const tlsFields = { ...authority, ...clientCertificate, ...serverName }

/** The TLS options of a method with {@link tlsFields}. */
export const tlsOptions: TlsTemplates = options('ca', 'certificate', 'privateKey', 'serverName')

/** The fields for encryption and the TLS options. */
export const protection = { ...tls, ...tlsFields }

/** Matches the output of `ssh-keygen -l` for a key, or only the fingerprint. */
const fingerprint = String.raw`(?:\d{3,5} )?SHA256:[A-Za-z0-9+/]{43}=?(?: .*)?`
/**
 * Matches a line of known_hosts or of a .pub file. Lines with a marker such as `@revoked` are not trusted
 * keys.
 */
const publicKey = String.raw`(?:[^\s@#]\S* )?(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)) [A-Za-z0-9+/]{60,}={0,2}(?: .*)?`
const hostKeyLine = `(?:${fingerprint}|${publicKey})`
const between = String.raw`\r?\n(?:(?:#.*)?\r?\n)*`

/** The field for the key of an SSH server. */
export const sshHostKey = {
  hostKey: multiline({
    label: 'Host key',
    help: 'The fingerprint of the server’s key. It prevents sending the password to another server. Ask the server administrator, or run “ssh-keyscan host | ssh-keygen -lf -” on a trusted computer and paste the output. For a port other than 22, add “-p port” after ssh-keyscan.',
    placeholder: 'SHA256:…',
  }).regex(
    new RegExp(`^(?:#.*\\r?\\n)*${hostKeyLine}(?:${between}${hostKeyLine})*$`),
    'Paste a fingerprint that begins with SHA256:, or the server’s public key as ssh-keyscan prints it',
  ),
}

/** The fields for a private key for SSH. */
export const sshKey = {
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
}

const sshServer = {
  host: host({
    label: 'SSH host',
    help: 'The host name or IP address of the SSH server. It must reach the host and port above.',
    placeholder: 'bastion.example.com',
  }),
  port: port({ label: 'SSH port', help: 'Usually 22.' }).default(22),
  user: text({ label: 'SSH user', help: 'A user that may only forward connections.' }),
}

/** The field for an SSH server that forwards the connection to a target in a private network. */
export const sshTunnel = {
  ssh: variants(
    {
      label: 'SSH tunnel',
      help: 'Only if the server is in a private network that is reached through an SSH server.',
      options: { none: 'None', password: 'With password', privateKey: 'With private key' },
      advanced: true,
    },
    [
      z.object({ kind: z.literal('none') }),
      z.object({
        kind: z.literal('password'),
        ...sshServer,
        password: secret({ label: 'SSH password', help: 'The password of the SSH user.' }),
        ...sshHostKey,
      }),
      z.object({ kind: z.literal('privateKey'), ...sshServer, ...sshKey, ...sshHostKey }),
    ],
  ).default({ kind: 'none' }),
}

/** The SSH server of {@link sshTunnel}. */
export const viaSsh: SshTemplates = {
  host: '{{ssh.host}}',
  port: '{{ssh.port}}',
  user: '{{ssh.user}}',
  password: '{{ssh.password}}',
  privateKey: '{{ssh.privateKey}}',
  passphrase: '{{ssh.passphrase}}',
  hostKey: '{{ssh.hostKey}}',
}

/**
 * Returns driver options that read the fields of the same names: `options('host')` is `{ host: '{{host}}' }`.
 */
export function options<const Name extends string>(...names: readonly Name[]) {
  return Object.fromEntries(names.map((name) => [name, `{{${name}}}`])) as Record<Name, string>
}

/** The driver options for {@link protection}. */
export const encryption = options('tls', 'ca', 'certificate', 'privateKey', 'serverName')

/** The driver options for host, port and {@link protection}. */
export const server = { ...options('host', 'port'), ...encryption }
