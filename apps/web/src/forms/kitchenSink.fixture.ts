import {
  choice,
  flag,
  host,
  multiline,
  number,
  port,
  scopes,
  secret,
  secretText,
  text,
  url,
  variants,
} from '@stepkey/shared/fields'
import { z } from 'zod'

/** A schema with one field of every kind. */
export const kitchenSink = z.object({
  subdomain: text({ label: 'Subdomain', prefix: 'https://', suffix: '.example.com', placeholder: 'acme' }),
  address: url({ label: 'Address' }).optional(),
  password: secret({ label: 'Password', help: 'Made in the settings.', helpUrl: 'https://example.com/keys' }),
  passphrase: secret({ label: 'Passphrase' }).optional(),
  port: port({ label: 'Port' }).default(5432),
  ratio: number({ label: 'Ratio' }).optional(),
  sandbox: flag({ label: 'Use the sandbox' }),
  region: choice({ label: 'Region', options: { eu: 'Europe', us: 'United States' } }).default('eu'),
  plan: choice({ label: 'Plan', options: { a: 'First', b: 'Second', c: 'Third', d: 'Fourth' } }),
  access: scopes({ options: { read: 'Read', write: 'Write', admin: 'Do anything' } }).default(['read']),
  extras: scopes({ label: 'Extras', options: { beta: 'Beta features' } }).optional(),
  certificate: multiline({ label: 'Certificate' }).optional(),
  signingKey: secretText({ label: 'Signing key', advanced: true }).optional(),
  relaxed: flag({ label: 'Accept anything', advanced: true }).default(false),
  server: variants({ label: 'Where', options: { cloud: 'Cloud', own: 'Own server' } }, [
    z.object({ kind: z.literal('cloud') }),
    z.object({ kind: z.literal('own'), host: host({ label: 'Host' }), key: secret({ label: 'Server key' }) }),
  ]).default({ kind: 'cloud' }),
})

/** A value for every field. */
export const filled = {
  subdomain: 'acme',
  address: 'https://api.example.com',
  password: 'p1',
  passphrase: 'p2',
  port: 5433,
  ratio: 0.5,
  sandbox: true,
  region: 'us',
  plan: 'c',
  access: ['read', 'write'],
  extras: ['beta'],
  certificate: 'line one\nline two',
  signingKey: '-----BEGIN KEY-----\nabc\n-----END KEY-----',
  relaxed: true,
  server: { kind: 'own', host: 'db.example.com', key: 'k1' },
}
