import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

const folder = mkdtempSync(join(tmpdir(), 'stepkey-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const DATA_DIR = join(folder, 'data')
const read = (environment: Record<string, string> = {}) => readConfig({ DATA_DIR, ...environment })

describe('configuration', () => {
  it('needs nothing', () => {
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

  it('asks for invitations as soon as others can reach it', () => {
    expect(read({ HOST: '0.0.0.0' }).signUp).toBe('invited')
    expect(read({ HOST: '0.0.0.0', SIGN_UP: 'open' }).signUp).toBe('open')
    expect(read({ HOST: '::1' }).signUp).toBe('open')
  })

  it('writes the public address as browsers do', () => {
    expect(read({ PUBLIC_URL: 'https://Stepkey.Example.com:443/' }).publicUrl).toBe(
      'https://stepkey.example.com',
    )
  })

  it('takes PostgreSQL where DATABASE_URL says so', () => {
    expect(read({ DATABASE_URL: 'postgres://u@h/d' }).database).toEqual({
      engine: 'postgres',
      url: 'postgres://u@h/d',
    })
  })

  it('treats an empty variable as an absent one', () => {
    expect(read({ PORT: '', SANDBOX_PORT: '' })).toMatchObject({ port: 4000, sandboxPort: 4001 })
  })

  it('can’t be changed afterwards', () => {
    expect(Object.isFrozen(read())).toBe(true)
  })

  it.each([
    [{ PORT: 'http' }, /PORT must be a port number/],
    [{ PORT: '70000' }, /PORT must be a port number between/],
    [{ PORT: '0' }, /PORT must be a port number between 1 and 65535/],
    [{ PORT: '4001' }, /PORT and SANDBOX_PORT are the same/],
    [{ SANDBOX_PORT: 'no' }, /SANDBOX_PORT must be a port number or off/],
    [{ PUBLIC_URL: 'stepkey.example.com' }, /PUBLIC_URL must be an address without a path/],
    [{ PUBLIC_URL: 'https://stepkey.example.com/app' }, /PUBLIC_URL must be an address without a path/],
    [{ DATABASE_URL: 'postgres://x:y:z@' }, /DATABASE_URL must start with postgres:/],
    [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL must start with postgres:/],
    [{ SIGN_UP: 'yes' }, /SIGN_UP must be open, invited or off/],
    [{ EGRESS_ALLOW: '10.0.0.0/8, what?' }, /EGRESS_ALLOW holds “what\?”/],
    [{ OIDC_ISSUER: 'https://login.example.com' }, /belong together/],
    [
      { OIDC_ISSUER: 'http://login.example.com', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' },
      /must be an address/,
    ],
    [{ TRUST_PROXY: 'the proxy' }, /TRUST_PROXY must list/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL must be one of/],
  ])('refuses %o with a sentence that tells how to mend it', (environment, message) => {
    expect(() => read(environment)).toThrow(message)
  })

  it('says so when the data folder can’t be made', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(() => read({ DATA_DIR: join(folder, 'file', 'data') })).toThrow(/DATA_DIR/)
  })
})
