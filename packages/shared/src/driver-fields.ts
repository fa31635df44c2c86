import { choice, flag, host, multiline, port, secretText } from './fields.ts'

/**
 * The fields that components without HTTP share: where the server is, and how the connection to it is protected.
 * What is rarely needed is `advanced`. Their names are those of the drivers' options, see `options`.
 */

const pemCertificate = [
  /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/,
  'Paste the whole certificate, from -----BEGIN to -----END CERTIFICATE-----.',
] as const
const pemKey = [
  /-----BEGIN (?:RSA |EC )?PRIVATE KEY-----[^-]+-----END/,
  'Paste the whole key, from -----BEGIN to -----END PRIVATE KEY-----, and one without a passphrase.',
] as const

/** Host and port. */
export const address = (placeholder: string, defaultPort: number, portHelp = `Usually ${defaultPort}.`) => ({
  host: host({ label: 'Host', help: 'The name or the address of the server, without a port.', placeholder }),
  port: port({ label: 'Port', help: portHelp }).default(defaultPort),
})

/** Encrypted from the first byte on, or not at all. */
export const tls = {
  tls: choice({
    label: 'Encryption',
    help: 'Choose the first one whenever the server allows it: the others can be listened to or impersonated.',
    options: {
      'verify-full': 'Required, certificate checked',
      require: 'Required, certificate not checked',
      disable: 'None',
    },
  }).default('verify-full'),
}

/** For protocols that can also begin in the open and encrypt before anybody signs in (STARTTLS). */
export const startTls = {
  security: choice({
    label: 'Encryption',
    help: 'Without encryption the password can be read by anybody on the way.',
    options: { tls: 'TLS', starttls: 'STARTTLS', none: 'None' },
  }).default('tls'),
}

export const anyCertificate = {
  anyCertificate: flag({
    label: 'Accept any certificate',
    help: 'The connection can then be impersonated. Better give the server’s own authority below.',
    advanced: true,
  }).default(false),
}

export const authority = {
  ca: multiline({
    label: 'Certificate authority',
    help: 'Only if the server’s certificate is signed by your own authority: its certificate in PEM form.',
    placeholder: '-----BEGIN CERTIFICATE-----',
    advanced: true,
  })
    .regex(...pemCertificate)
    .optional(),
}

const clientCertificate = {
  certificate: multiline({
    label: 'Client certificate',
    help: 'Only if the server asks for one, in PEM form.',
    placeholder: '-----BEGIN CERTIFICATE-----',
    advanced: true,
  })
    .regex(...pemCertificate)
    .optional(),
  privateKey: secretText({
    label: 'Private key',
    help: 'The one that belongs to the client certificate, in PEM form and without a passphrase.',
    placeholder: '-----BEGIN PRIVATE KEY-----',
    advanced: true,
  })
    .regex(...pemKey)
    .optional(),
}

/** All of that but STARTTLS. */
export const protection = { ...tls, ...authority, ...clientCertificate }

/** Driver options that hold what the fields of the same names hold: `options('host')` is `{ host: '{{host}}' }`. */
export function options<const Name extends string>(...names: readonly Name[]) {
  return Object.fromEntries(names.map((name) => [name, `{{${name}}}`])) as Record<Name, string>
}

/** The driver options of a server with an address and this protection. */
export const server = options('host', 'port', 'tls', 'ca', 'certificate', 'privateKey')
