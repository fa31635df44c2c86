import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfig, SETTINGS } from './config.ts'

const folder = mkdtempSync(join(tmpdir(), 'stepkey-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const DATA_DIR = join(folder, 'data')
const read = (environment: Record<string, string> = {}) => readConfig({ DATA_DIR, ...environment })

describe('configuration', () => {
  it('has defaults for everything, and creates the data folder', () => {
    expect(read()).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      publicUrl: 'http://localhost:4000',
      database: { engine: 'sqlite', file: join(DATA_DIR, 'stepkey.db') },
      keyFile: join(DATA_DIR, 'stepkey.key'),
      signUp: 'open',
      sandboxPort: 4001,
    })
    expect(existsSync(DATA_DIR)).toBe(true)
  })

  it('requires invitations by default when HOST is not loopback', () => {
    expect(read({ HOST: '0.0.0.0' }).signUp).toBe('invited')
    expect(read({ HOST: '0.0.0.0', SIGN_UP: 'open' }).signUp).toBe('open')
    expect(read({ HOST: '::1' }).signUp).toBe('open')
  })

  it('normalizes PUBLIC_URL', () => {
    expect(read({ PUBLIC_URL: 'https://Stepkey.Example.com:443/' }).publicUrl).toBe(
      'https://stepkey.example.com',
    )
  })

  it('uses PostgreSQL if DATABASE_URL is set', () => {
    expect(read({ DATABASE_URL: 'postgres://u@h/d' }).database).toEqual({
      engine: 'postgres',
      url: 'postgres://u@h/d',
    })
  })

  it('stores heads of audit logs in the data folder, elsewhere or nowhere', () => {
    expect(read().auditHeadsFile).toBe(join(DATA_DIR, 'audit-heads.jsonl'))
    expect(read({ AUDIT_HEADS_FILE: join(folder, 'heads') }).auditHeadsFile).toBe(join(folder, 'heads'))
    expect(read({ AUDIT_HEADS_FILE: 'off' }).auditHeadsFile).toBeUndefined()
  })

  it('treats an empty variable as an absent one', () => {
    expect(read({ PORT: '', SANDBOX_PORT: '' })).toMatchObject({ port: 4000, sandboxPort: 4001 })
  })

  it('is frozen', () => {
    expect(Object.isFrozen(read())).toBe(true)
  })

  it.each([
    [{ PORT: 'http' }, /PORT must be a port number/],
    [{ METRICS_TOKEN: 'short' }, /METRICS_TOKEN must be at least 16/],
    [{ METRICS_PORT: '0' }, /METRICS_PORT must be a port number between/],
    [{ METRICS_PORT: '4000' }, /METRICS_PORT is already used/],
    [{ METRICS_HOST: '0.0.0.0' }, /METRICS_HOST belongs to METRICS_PORT/],
    [{ AUDIT_RETENTION_DAYS: '-1' }, /AUDIT_RETENTION_DAYS must be between 0 \(forever\) and 36500/],
    [{ AUDIT_RETENTION_DAYS: '1.5' }, /AUDIT_RETENTION_DAYS must be a whole number/],
    [{ STOP_DELAY: '-1' }, /STOP_DELAY must be between 0 and 300/],
    [{ STOP_DELAY: 'soon' }, /STOP_DELAY must be a number of seconds/],
    [{ PORT: '70000' }, /PORT must be a port number between/],
    [{ PORT: '0' }, /PORT must be a port number between 1 and 65535/],
    [{ PORT: '4001' }, /PORT and SANDBOX_PORT are the same/],
    [{ SANDBOX_PORT: 'no' }, /SANDBOX_PORT must be a port number or off/],
    [{ PUBLIC_URL: 'stepkey.example.com' }, /PUBLIC_URL must be an address without a path/],
    [{ PUBLIC_URL: 'https://stepkey.example.com/app' }, /PUBLIC_URL must be an address without a path/],
    [{ DATABASE_URL: 'postgres://x:y:z@' }, /DATABASE_URL must start with postgres:/],
    [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL must start with postgres:/],
    [{ SIGN_UP: 'yes' }, /SIGN_UP must be open, invited or off/],
    [{ EGRESS_ALLOW: '10.0.0.0/8, what?' }, /EGRESS_ALLOW contains “what\?”/],
    [{ OIDC_ISSUER: 'https://login.example.com' }, /belong together/],
    [
      { OIDC_ISSUER: 'http://login.example.com', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' },
      /must be an address/,
    ],
    [{ SMTP_URL: 'smtp://mail.example.com' }, /SMTP_URL and MAIL_FROM belong together/],
    [{ SECURITY_CONTACT: 'security@example.com' }, /SECURITY_CONTACT must start with/],
    [{ SECURITY_CONTACT: 'mailto:a@example.com\nX: y' }, /SECURITY_CONTACT must start with/],
    [{ MAIL_FROM: 'stepkey@example.com' }, /SMTP_URL and MAIL_FROM belong together/],
    [{ SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'Stepkey' }, /MAIL_FROM must be/],
    [{ SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'a@b <stepkey>' }, /MAIL_FROM must be/],
    [{ SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'X\r\nBcc: y <a@example.com>' }, /MAIL_FROM must be/],
    [{ TRUST_PROXY: 'the proxy' }, /TRUST_PROXY must list/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL must be one of/],
  ])('rejects %o with the name of the variable', (environment, message) => {
    expect(() => read(environment)).toThrow(message)
  })

  it.each([
    ['smtp://mail.example.com', { host: 'mail.example.com', port: 587, encryption: 'starttls' }],
    ['smtps://Mail.Example.com/', { host: 'mail.example.com', port: 465, encryption: 'tls' }],
    ['smtp://127.0.0.1:25', { host: '127.0.0.1', port: 25, encryption: 'none' }],
    ['smtp://[::1]:2525', { host: '::1', port: 2525, encryption: 'none' }],
    ['smtps://localhost', { host: 'localhost', port: 465, encryption: 'tls' }],
    [
      'smtp://ada%40example.com:p%3Ass@10.0.0.9:2525',
      { host: '10.0.0.9', port: 2525, login: { user: 'ada@example.com', password: 'p:ss' } },
    ],
  ])('reads the mail server %s', (SMTP_URL, expected) => {
    expect(read({ SMTP_URL, MAIL_FROM: 'stepkey@example.com' }).mail).toMatchObject({
      ...expected,
      from: { name: 'Stepkey', address: 'stepkey@example.com' },
    })
  })

  it('reads name and address of the sender from MAIL_FROM', () => {
    const { mail } = read({ SMTP_URL: 'smtp://m', MAIL_FROM: 'Keys of Acme <Keys@Example.com>' })
    expect(mail?.from).toEqual({ name: 'Keys of Acme', address: 'keys@example.com' })
  })

  it.each([
    'mail.example.com',
    'http://s3cret:s3cret@mail.example.com',
    'smtp://s3cret@mail.example.com',
    'smtp://user:s3cret%@mail.example.com',
    'smtp://user:s3@cret@mail.example.com',
    'smtp://user:s3/cret@mail.example.com',
    'smtp://mail.example.com:0',
    'smtp://mail.example.com:s3cret',
    'smtp://mail.example.com/?pass=s3cret',
  ])('rejects the mail server %s without repeating it', (SMTP_URL) => {
    let message = ''
    try {
      read({ SMTP_URL, MAIL_FROM: 'stepkey@example.com' })
    } catch (error) {
      message = (error as Error).message
    }
    expect(message).toMatch(/^SMTP_URL must look like/)
    expect(message).not.toMatch(/s3|cret/)
  })

  it('reads the OpenTelemetry collector and its headers', () => {
    expect(read().tracing).toBeUndefined()
    const { tracing } = read({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.example.com:4318',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc=, x-team=keys',
    })
    expect(tracing).toMatchObject({
      endpoint: new URL('https://otel.example.com:4318'),
      headers: { authorization: 'Bearer abc=', 'x-team': 'keys' },
      serviceName: 'stepkey',
    })
  })

  it.each<Record<string, string>>([
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'otel.example.com:4318' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'grpc://s3cret.example.com' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://s3cret:s3cret@otel.example.com' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.example.com?key=s3cret' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.example.com', OTEL_EXPORTER_OTLP_HEADERS: 's3cret' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.example.com', OTEL_EXPORTER_OTLP_HEADERS: 'x=s3cret%' },
  ])('rejects the collector of %o without repeating it', (environment) => {
    expect(() => read(environment)).toThrow(/^OTEL_EXPORTER_OTLP_(ENDPOINT|HEADERS) must(?!.*s3cret)/)
  })

  it('names DATA_DIR when the data folder can’t be created', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(() => read({ DATA_DIR: join(folder, 'file', 'data') })).toThrow(/DATA_DIR/)
  })

  it('documents every variable in docs/configuration.md, and the files in deploy set no others', () => {
    const file = (path: string) => readFileSync(join(import.meta.dirname, '../../..', path), 'utf8')
    const table = file('docs/configuration.md')
    expect(SETTINGS.filter((name) => !new RegExp(`^\\|.*\`${name}\`.*\\|.*\\|`, 'm').test(table))).toEqual([])

    const compose = /environment:\n((?: {6}.*\n)+)/.exec(file('deploy/compose.yaml'))?.[1] ?? ''
    const unit =
      file('deploy/stepkey.service')
        .match(/^Environment=.*/gm)
        ?.join() ?? ''
    const image = /^ENV (?:.*\\\n)*.*/m.exec(file('Containerfile'))?.[0] ?? ''
    const ofNode = ['NODE_ENV', 'NODE_COMPILE_CACHE']
    for (const [text, pattern] of [
      [compose, /^ {6}([A-Z_]+):/gm],
      [unit, /([A-Z_]+)=/g],
      [image, /([A-Z_]+)=/g],
    ] as const) {
      const set = [...text.matchAll(pattern)].map(([, name = '']) => name)
      expect(set.length).toBeGreaterThan(3)
      expect(set.filter((name) => !SETTINGS.includes(name) && !ofNode.includes(name))).toEqual([])
    }
  })
})
