import { describe, expect, it } from 'vitest'
import { catalog } from '../catalog/index.ts'
import type { Method } from '../component.ts'
import { parsePastedText, stripSecretPrefix } from './pasted-text.ts'

const postgres: Method = catalog.postgresql.methods.password
const smtp: Method = catalog.smtp.methods.password
const aws: Method = catalog.aws.methods.accessKey
const bearer: Method = catalog.http.methods.bearer
const headerKey: Method = catalog.http.methods.headerKey

describe('a pasted connection string', () => {
  const login = { user: 'ada', password: 'p' }
  it.each([
    [
      'postgres://ada:p@db.example.com:5433/shop?sslmode=require',
      { ...login, host: 'db.example.com', port: 5433, database: 'shop', tls: 'require' },
    ],
    ['postgresql://ada@db.example.com', { user: 'ada', host: 'db.example.com' }],
    [
      'postgres://ada:p%40ss%2Fw@db.example.com/a%20b',
      { user: 'ada', password: 'p@ss/w', host: 'db.example.com', database: 'a b' },
    ],
    [
      '  postgres://ada:p@ss:w#1@db.example.com/shop\n',
      { user: 'ada', password: 'p@ss:w#1', host: 'db.example.com', database: 'shop' },
    ],
    ['postgres://ada:100%@db.example.com', { user: 'ada', password: '100%', host: 'db.example.com' }],
    ['POSTGRES://ada:p@[2001:db8::1]:5432/x', { ...login, host: '[2001:db8::1]', port: 5432, database: 'x' }],
    [
      'postgres://ada:p@ss/w?x#1@db.example.com/shop',
      { user: 'ada', password: 'p@ss/w?x#1', host: 'db.example.com', database: 'shop' },
    ],
    [
      'postgres://ada:p@db.example.com/shop?options=a@b&sslmode=require',
      { ...login, host: 'db.example.com', database: 'shop', tls: 'require' },
    ],
    ...[
      `psql 'postgres://ada:p@db.example.com/shop'`,
      'psql postgres://ada:p@db.example.com/shop',
      'DATABASE_URL=postgres://ada:p@db.example.com/shop',
      'export DATABASE_URL="postgres://ada:p@db.example.com/shop"',
      '"postgres://ada:p@db.example.com/shop";',
      'postgresql+psycopg2://ada:p@db.example.com/shop',
      'jdbc:postgresql://db.example.com/shop?user=ada&password=p',
      'host=db.example.com dbname=shop user=ada password=p',
      `host = 'db.example.com' dbname='shop' user=ada password='p'`,
      'Host=db.example.com;Database=shop;Username=ada;Password=p',
      'Server=db.example.com;User Id=ada;Password="p";Database=shop;',
    ].map((text): [string, object] => [text, { ...login, host: 'db.example.com', database: 'shop' }]),
    [
      'host=db.example.com port=5433 dbname=shop user=ada sslmode=verify-full',
      { user: 'ada', host: 'db.example.com', port: 5433, database: 'shop', tls: 'verify-full' },
    ],
    ...[
      [`host=db.example.com user=ada password='it\\'s \\\\'`, `it's \\`],
      ['host=db.example.com user=ada password=a\\ b', 'a b'],
      [`Host=db.example.com;Username=ada;Password='it''s;'`, `it's;`],
      ['Host=db.example.com;Username=ada;Password="a;b""c"', 'a;b"c'],
      ['Host=db.example.com;Username=ada;Password={p}', '{p}'],
    ].map(([text = '', password]): [string, object] => [
      text,
      { user: 'ada', password, host: 'db.example.com' },
    ]),
    // A value that the field rejects is ignored.
    [
      'postgres://ada:p@db.example.com:99999/x?sslmode=prefer',
      { ...login, host: 'db.example.com', database: 'x' },
    ],
  ])('fills the fields from %s', (text, values) => {
    expect(parsePastedText(postgres, text)).toEqual(values)
  })

  it.each([
    'Server=tcp:sql.example.com,1433;Initial Catalog=shop;User ID=ada;Password=p;Encrypt=True;',
    'Data Source=sql.example.com,1433;Database=shop;UID=ada;PWD=p',
    'jdbc:sqlserver://sql.example.com:1433;databaseName=shop;user=ada;password=p',
  ])('fills the fields of SQL Server from %s', (text) => {
    expect(parsePastedText(catalog.sqlserver.methods.password, text)).toEqual({
      ...login,
      host: 'sql.example.com',
      port: 1433,
      database: 'shop',
    })
  })

  it.each([
    ['jdbc:sqlserver://sql.example.com;user=ada;password={p;}}x}', 'p;}x'],
    ['Driver={ODBC Driver 18 for SQL Server};Server=sql.example.com;UID=ada;PWD={a}}b;c}', 'a}b;c'],
  ])('reads a value in braces: %s', (text, password) => {
    expect(parsePastedText(catalog.sqlserver.methods.password, text)).toEqual({
      user: 'ada',
      password,
      host: 'sql.example.com',
    })
  })

  it('sets the encryption that its scheme implies', () => {
    expect(parsePastedText(smtp, 'smtps://ada:p@mail.example.com')).toEqual({
      ...login,
      host: 'mail.example.com',
      port: 465,
      security: 'tls',
    })
    expect(parsePastedText(smtp, 'smtp://ada:p@mail.example.com:25')).toMatchObject({
      port: 25,
      security: 'starttls',
    })
  })

  it('fills the virtual host from the path', () => {
    const amqp = (text: string) => parsePastedText(catalog.amqp.methods.password, text)
    const values = { ...login, host: 'rabbit.example.com', port: 5671, tls: 'verify-full' }
    expect(amqp('amqps://ada:p@rabbit.example.com/%2Fsales')).toEqual({ ...values, vhost: '/sales' })
    expect(amqp('amqps://ada:p@rabbit.example.com')).toEqual(values)
    expect(amqp('amqp://ada:p@rabbit.example.com/')).toEqual({ ...values, port: 5672, tls: 'disable' })
  })

  it('fills the field that the path means for each database', () => {
    const mysql = (text: string) => parsePastedText(catalog.mysql.methods.password, text)
    expect(mysql('mariadb://root@127.0.0.1:3307/shop')).toEqual({
      user: 'root',
      host: '127.0.0.1',
      port: 3307,
      database: 'shop',
    })
    const redis = (text: string) => parsePastedText(catalog.redis.methods.password, text)
    expect(redis('rediss://default:p@cache.example.com:6380/2')).toEqual({
      user: 'default',
      password: 'p',
      host: 'cache.example.com',
      port: 6380,
      database: 2,
      tls: 'verify-full',
    })
    expect(redis('redis://:p@cache.example.com')).toEqual({
      password: 'p',
      host: 'cache.example.com',
      tls: 'disable',
    })
    const mongodb = (text: string) => parsePastedText(catalog.mongodb.methods.password, text)
    expect(mongodb('mongodb://ada:p@db.example.com/shop')).toMatchObject({ ...login, authSource: 'shop' })
    expect(mongodb('mongodb://ada:p@db.example.com/shop?authSource=admin')).toMatchObject({
      authSource: 'admin',
    })
    expect(mongodb('mongodb+srv://ada:p@cluster0.example.mongodb.net/')).toBeUndefined()
  })

  it.each([
    'https://ada:p@db.example.com/',
    'mysql://ada:p@db.example.com',
    'just a password',
    'my=password',
    'password=p',
    'postgres://',
    // The form has no room for several hosts.
    'postgres://ada:p@one.example,two.example:5433/x',
    'postgres://one.example:1,two.example:2/x',
    'host=one.example,two.example dbname=x user=ada password=p',
    'host=one.example port=5432,5433 dbname=x user=ada',
    'Host=one.example,two.example;Database=x;Username=ada',
    'Server=one.example;Failover Partner=two.example;Database=x;Username=ada',
    `host=one.example user=ada password='p`,
    `postgres://${'@'.repeat(5000)}`,
    'a=b;'.repeat(5000),
    'a'.repeat(50_000),
  ])('is not recognized in %s', (text) => expect(parsePastedText(postgres, text)).toBeUndefined())
})

describe('a pasted key file', () => {
  it('fills the fields', () => {
    const file = JSON.stringify(
      { AccessKey: { UserName: 'ada', AccessKeyId: 'AKIAIOSFODNN7EXAMPLE', SecretAccessKey: 'wJalr/K7' } },
      null,
      2,
    )
    expect(parsePastedText(aws, file)).toEqual({
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalr/K7',
    })
  })
  it.each(['{', '{}', '[]', '{"AccessKey": 7}', '{"AccessKey":{"AccessKeyId":7}}'])(
    'is not recognized in %s',
    (text) => {
      expect(parsePastedText(aws, text)).toBeUndefined()
    },
  )
})

describe('a pasted secret', () => {
  it.each([
    ['Bearer abc.def', 'abc.def'],
    ['bearer  abc.def\n', 'abc.def'],
    ['Authorization: Bearer abc.def', 'abc.def'],
    ['API_TOKEN=abc.def', 'abc.def'],
    ['export_token="abc=="', 'abc=='],
    ['abc.def', 'abc.def'],
    [' a b ', ' a b '],
    ['Bearer', 'Bearer'],
    ['key:', 'key:'],
    // The form tells the user what was removed, in case a password only looks like one of these.
    ['Basic abc', 'Basic abc'],
  ])('is stripped of the text copied with it: %s', (text, bare) => {
    expect(stripSecretPrefix(bearer, 'token', text)).toBe(bare)
  })
  it.each(['mytoken=Zx9!', 'monkey:banana', 'Bearer abc', 'secret: x'])('keeps a password: %s', (text) => {
    expect(stripSecretPrefix(postgres, 'password', text)).toBe(text)
    expect(stripSecretPrefix(catalog.http.methods.basic, 'password', text)).toBe(text)
    expect(stripSecretPrefix(catalog.http.methods.queryKey, 'key', text)).toBe(text)
  })
  it('keeps a prefix that the placement does not add', () => {
    expect(stripSecretPrefix(headerKey, 'key', 'Bearer abc')).toBe('Bearer abc')
    expect(stripSecretPrefix(headerKey, 'key', 'x-api-key: abc')).toBe('abc')
  })
})
