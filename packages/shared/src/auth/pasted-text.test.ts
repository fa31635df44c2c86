import { describe, expect, it } from 'vitest'
import { catalog } from '../catalog/index.ts'
import type { Component, Method } from '../component.ts'
import { parsePastedText, stripSecretPrefix } from './pasted-text.ts'

const postgres: Method = catalog.postgresql.methods.password
const smtp: Method = catalog.smtp.methods.password
const aws: Method = catalog.aws.methods.accessKey
const bearer: Method = catalog.http.methods.bearer
const headerKey: Method = catalog.http.methods.headerKey

/** Returns the values for the form, or why the text is refused. */
function parse(method: Method, text: string) {
  const pasted = parsePastedText(method, text)
  return pasted && 'values' in pasted ? pasted.values : pasted
}

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
    [
      'postgresql:///shop?host=db.example.com&port=5433&user=ada',
      { user: 'ada', host: 'db.example.com', port: 5433, database: 'shop' },
    ],
    ...[
      'psql -h db.example.com -p 5433 -U ada -d shop',
      'PGPASSWORD=p psql shop ada --host=db.example.com --port 5433 -w',
    ].map((text): [string, object] => [
      text,
      {
        ...(text.includes('=p ') ? login : { user: 'ada' }),
        host: 'db.example.com',
        port: 5433,
        database: 'shop',
      },
    ]),
    // Modes of encryption without a counterpart leave the strictest one.
    [
      'postgres://ada@db.example.com/x?sslmode=prefer',
      { user: 'ada', host: 'db.example.com', database: 'x' },
    ],
    [
      'Host=db.example.com;Username=ada;SSL Mode=Require;Trust Server Certificate=true',
      { user: 'ada', host: 'db.example.com', tls: 'require' },
    ],
  ])('fills the fields from %s', (text, values) => {
    expect(parse(postgres, text)).toEqual(values)
  })

  it.each([
    'Server=tcp:sql.example.com,1433;Initial Catalog=shop;User ID=ada;Password=p;Encrypt=True;',
    'Data Source=sql.example.com,1433;Database=shop;UID=ada;PWD=p',
    'jdbc:sqlserver://sql.example.com:1433;databaseName=shop;user=ada;password=p',
    'jdbc:sqlserver://;serverName=sql.example.com;portNumber=1433;databaseName=shop;user=ada;password=p',
    'jdbc:sqlserver://sql.example.com\\SALES:1433;databaseName=shop;user=ada;password=p',
    'Server=sql.example.com\\SALES,1433;Database=shop;User ID=ada;Password=p',
    'Server=tcp:sql.example.com, 1433;Database=shop;User ID=ada;Password=p;Authentication=SqlPassword',
    'sqlserver://ada:p@sql.example.com:1433?database=shop',
    'sqlserver://ada:p@sql.example.com:1433/SALES?database=shop',
    'mssql+pymssql://ada:p@sql.example.com:1433/shop',
    'sqlcmd -S tcp:sql.example.com,1433 -d shop -U ada -P p',
  ])('fills the fields of SQL Server from %s', (text) => {
    expect(parse(catalog.sqlserver.methods.password, text)).toEqual({
      ...login,
      host: 'sql.example.com',
      port: 1433,
      database: 'shop',
    })
  })

  it.each([
    ['Encrypt=False', 'disable'],
    ['Encrypt=True;TrustServerCertificate=True', 'require'],
    ['Encrypt=True;TrustServerCertificate=False', undefined],
    ['Encrypt=Strict', undefined],
  ])('fills the encryption of SQL Server from %s', (pairs, tls) => {
    const values = parse(catalog.sqlserver.methods.password, `Server=sql.example.com;UID=ada;${pairs}`)
    expect(values).toEqual({ user: 'ada', host: 'sql.example.com', ...(tls && { tls }) })
  })

  it.each([
    [
      'Server=sql.example.com\\SALES;Database=shop;User ID=ada;Password=p',
      'the instance SALES, but not its port',
    ],
    ['Data Source=.\\SQLEXPRESS;User ID=ada;Password=p', 'the instance SQLEXPRESS, but not its port'],
    ['jdbc:sqlserver://sql.example.com\\SALES;user=ada;password=p', 'the instance SALES'],
    ['jdbc:sqlserver://sql.example.com;instanceName=SALES;user=ada', 'the instance SALES'],
    ['sqlserver://ada:p@sql.example.com/SALES?database=shop', 'the instance SALES'],
    ['sqlserver://ada:p@sql.example.com\\SALES', 'the instance SALES'],
    ['sqlcmd -S sql.example.com\\SALES -U ada', 'the instance SALES'],
    ['sqlcmd -S sql.example.com -E', 'The option -E of “sqlcmd” is not understood'],
    [
      'Server=np:\\\\sql.example.com\\pipe\\query;User ID=ada',
      'The address in the pasted text is not understood',
    ],
    ['Server=.;User ID=ada;Password=p', 'its value for “Host” is not valid'],
    ['Server=sql.example.com;Database=shop;Integrated Security=SSPI', 'Windows or Microsoft Entra account'],
    ['Server=sql.example.com;Authentication=Active Directory Default;User ID=ada', 'Microsoft Entra account'],
  ])('of SQL Server is refused with the reason: %s', (text, reason) => {
    expect(parse(catalog.sqlserver.methods.password, text)).toEqual({
      refusal: expect.stringContaining(reason),
    })
  })

  it.each([
    ['postgres://ada:p@db.example.com:99999/x', 'its value for “Port” is not valid'],
    ['host=/var/run/postgresql dbname=shop user=ada', 'its value for “Host” is not valid'],
    ['psql -h db.example.com -U ada -f dump.sql', 'The option -f of “psql” is not understood'],
    ['psql -h db.example.com -U ada shop ada third', '“psql” has a part that is not understood'],
  ])('is refused with the reason: %s', (text, reason) => {
    expect(parse(postgres, text)).toEqual({ refusal: expect.stringContaining(reason) })
  })

  it('is refused when the method has no field for its login', () => {
    expect(parse(catalog.mqtt.methods.none, 'mqtt://ada:p@mqtt.example.com')).toEqual({
      refusal: expect.stringContaining('contains a user, for which this method has no field'),
    })
    expect(parse(catalog.redis.methods.password, 'redis://cache.example.com/first')).toEqual({
      refusal: expect.stringContaining('its value for “Database number” is not valid'),
    })
  })

  it.each([
    ['mysql -h db.example.com -P 3307 -u ada -pp shop', { ...login, port: 3307 }],
    ["mysql --host=db.example.com --user ada --password='p' -D shop", login],
    // The password is asked for, and the word after it is the database.
    ['mariadb -hdb.example.com -u ada -p shop', { user: 'ada' }],
    ['MYSQL_PWD=p mysql -u "ada" -h db.example.com shop', login],
    ['jdbc:mysql://db.example.com/shop?user=ada&password=p&useSSL=false', { ...login, tls: 'disable' }],
    ['mysql://ada:p@db.example.com/shop?ssl-mode=VERIFY_IDENTITY', { ...login, tls: 'verify-full' }],
    ['Server=db.example.com;Uid=ada;Pwd=p;Database=shop;SslMode=VerifyCA', { ...login, tls: 'verify-ca' }],
  ])('fills the fields of MySQL from %s', (text, values) => {
    const place = { host: 'db.example.com', database: 'shop' }
    expect(parse(catalog.mysql.methods.password, text)).toEqual({ ...place, ...values })
  })

  it.each([
    ['redis-cli -u rediss://ada:p@cache.example.com:6380/2', { port: 6380, tls: 'verify-full', database: 2 }],
    [`redis-cli  -u 'redis://ada:p@cache.example.com' --no-auth-warning`, { tls: 'disable' }],
    [
      'redis-cli -h cache.example.com -p 6380 --user ada --pass p --tls -n 2',
      { port: 6380, tls: 'verify-full', database: 2 },
    ],
    ['REDISCLI_AUTH=p redis-cli -h cache.example.com --user ada', { tls: 'disable' }],
  ])('fills the fields of Redis from %s', (text, values) => {
    expect(parse(catalog.redis.methods.password, text)).toEqual({
      ...login,
      host: 'cache.example.com',
      ...values,
    })
  })

  it.each([
    ['jdbc:sqlserver://sql.example.com;user=ada;password={p;}}x}', 'p;}x'],
    ['Driver={ODBC Driver 18 for SQL Server};Server=sql.example.com;UID=ada;PWD={a}}b;c}', 'a}b;c'],
  ])('reads a value in braces: %s', (text, password) => {
    expect(parse(catalog.sqlserver.methods.password, text)).toEqual({
      user: 'ada',
      password,
      host: 'sql.example.com',
    })
  })

  it('sets the encryption that its scheme implies', () => {
    expect(parse(smtp, 'smtps://ada:p@mail.example.com')).toEqual({
      ...login,
      host: 'mail.example.com',
      port: 465,
      security: 'tls',
    })
    expect(parse(smtp, 'smtp://ada:p@mail.example.com:25')).toMatchObject({
      port: 25,
      security: 'starttls',
    })
  })

  it('fills the virtual host from the path', () => {
    const amqp = (text: string) => parse(catalog.amqp.methods.password, text)
    const values = { ...login, host: 'rabbit.example.com', port: 5671, tls: 'verify-full' }
    expect(amqp('amqps://ada:p@rabbit.example.com/%2Fsales')).toEqual({ ...values, vhost: '/sales' })
    expect(amqp('amqps://ada:p@rabbit.example.com/sales%2F')).toEqual({ ...values, vhost: 'sales/' })
    expect(amqp('amqps://ada:p@rabbit.example.com')).toEqual(values)
    expect(amqp('amqp://ada:p@rabbit.example.com/')).toEqual({ ...values, port: 5672, tls: 'disable' })
  })

  it('fills the field that the path means for each database', () => {
    const mysql = (text: string) => parse(catalog.mysql.methods.password, text)
    expect(mysql('mariadb://root@127.0.0.1:3307/shop')).toEqual({
      user: 'root',
      host: '127.0.0.1',
      port: 3307,
      database: 'shop',
    })
    const redis = (text: string) => parse(catalog.redis.methods.password, text)
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
    const mongodb = (text: string) => parse(catalog.mongodb.methods.password, text)
    expect(mongodb('mongodb://ada:p@db.example.com/shop')).toMatchObject({ ...login, authSource: 'shop' })
    expect(mongodb('mongodb://ada:p@db.example.com/shop?authSource=admin')).toMatchObject({
      authSource: 'admin',
    })
    expect(mongodb('mongodb+srv://ada:p@cluster0.example.mongodb.net/')).toBeUndefined()
  })

  describe('with several hosts', () => {
    const { hosts, srv } = catalog.mongodb.methods
    it.each([
      ['mongodb://ada:p@a.example:27018,b.example/', { hosts: 'a.example:27018,b.example' }],
      ['mongodb://ada:p@A.example, b.example:1', { hosts: 'a.example,b.example:1' }],
      ['mongodb://ada:p@[2001:db8::1]:1,10.0.0.1:2/', { hosts: '[2001:db8::1]:1,10.0.0.1:2' }],
      [
        'mongosh "mongodb://ada:p@a,b,c/?replicaSet=rs0&authSource=app&retryWrites=true"',
        { hosts: 'a,b,c', replicaSet: 'rs0', authSource: 'app' },
      ],
      ['mongodb://ada:p@w,x@a:1,b:2/app', { password: 'p@w,x', hosts: 'a:1,b:2', authSource: 'app' }],
      ['mongodb://ada:p@a.example', { hosts: 'a.example' }],
      ['mongodb://ada:p@a.example:27018/', { hosts: 'a.example:27018' }],
    ])('fills a field that takes several from %s', (text, values) => {
      expect(parse(hosts, text)).toEqual({ ...login, ...values })
    })

    it('is refused if one of them can’t be used', () => {
      for (const text of [
        'mongodb://ada:p@a.example,%2Ftmp%2Fmongodb-27017.sock/x',
        'mongodb://ada:p@a.example:1,b.example:99999/x',
        'mongodb://ada:p@a:1,ada:p@b:2/x',
        `mongodb://ada:p@${'h,'.repeat(60)}h/x`,
      ])
        expect(parse(hosts, text), text).toEqual({
          refusal: 'The pasted text can’t be used: its value for “Hosts” is not valid here.',
        })
    })

    it('fills the name of a cluster from mongodb+srv, and the replica set', () => {
      expect(parse(srv, 'mongodb+srv://ada:p%40@cluster0.ab1cd.mongodb.net/shop?retryWrites=true')).toEqual({
        user: 'ada',
        password: 'p@',
        host: 'cluster0.ab1cd.mongodb.net',
      })
      expect(parse(srv, 'mongodb+srv://ada:p@c.example.net/?authSource=app&replicaSet=rs0')).toEqual({
        ...login,
        host: 'c.example.net',
        authSource: 'app',
        replicaSet: 'rs0',
      })
      for (const text of ['mongodb+srv://ada:p@a.example,b.example/', 'mongodb+srv://ada:p@a.example:27017/'])
        expect(parse(srv, text), text).toEqual({ refusal: expect.any(String) })
      expect(parse(hosts, 'mongodb+srv://ada:p@c.example.net/')).toBeUndefined()
    })

    const components: Component[] = Object.values(catalog)
    const withSchemes = components.flatMap((component) =>
      Object.entries(component.methods).flatMap(([methodId, method]) =>
        Object.keys(method.paste?.schemes ?? {}).map(
          (scheme) => [`${component.id}.${methodId}`, scheme, method] as const,
        ),
      ),
    )
    it.each(withSchemes)('is understood whole or refused by %s: %s', (_, scheme, method) => {
      const several = [
        `${scheme}://ada:p@one.example:1,two.example:2/x`,
        `${scheme}://ada:p@one.example,two.example/x`,
        `${scheme}://ada:p@one.example, two.example`,
        `${scheme}://one.example:1,two.example:2`,
        `${scheme}://ada:p@[one.example:1,two.example:2]/x`,
        `${scheme}://ada:p@one.example:1,ada:p@two.example:2`,
        `${scheme}://ada:p@one.example,ada:p@two.example`,
        `${scheme}://ada:p@one.example:1,${scheme}://ada:p@two.example:2`,
        `${scheme}://ada:p@one.example:1 ${scheme}://ada:p@two.example:2`,
        `${scheme}://one.example:1;${scheme}://two.example:2`,
        `jdbc:${scheme}:replication://one.example:1,two.example:2/x?user=ada`,
        `URL="${scheme}://ada:p@one.example:1,two.example:2/x"`,
        `${scheme}://ada:p@one.example/x?host=one.example,two.example`,
        `${scheme}://ada:p@one.example/x?hostaddr=10.0.0.1,10.0.0.2`,
        `${scheme}://ada:p@one.example/x?port=1,2`,
        'host=one.example,two.example user=ada password=p',
        'Server=one.example:1,two.example:2;User ID=ada;Password=p',
        'Server=one.example;Failover Partner=two.example;User ID=ada',
      ]
      for (const text of several) {
        const pasted = parsePastedText(method, text)
        if (!pasted || 'refusal' in pasted) {
          expect(pasted, text).toEqual({ refusal: expect.any(String) })
        } else {
          const field = method.paste?.hosts ?? ''
          expect(pasted.values[field], text).toMatch(/^one\.example(?::1)?,two\.example(?::2)?$/)
        }
      }
    })
  })

  it.each([
    'postgres://ada:p@one.example,two.example:5433/x',
    'postgres://one.example:1,two.example:2/x',
    'postgres://ada:p@one.example/x?host=one.example,two.example',
    'postgresql:///x?host=one.example,two.example',
    'host=one.example,two.example dbname=x user=ada password=p',
    'host=one.example hostaddr=10.0.0.1,10.0.0.2 dbname=x user=ada',
    'host=one.example port=5432,5433 dbname=x user=ada',
    'psql -h one.example,two.example -U ada x',
    'Host=one.example,two.example;Database=x;Username=ada',
    'Server=one.example;Failover Partner=two.example;Database=x;Username=ada',
    'Server=one.example;Failover_Partner=two.example;Database=x;Username=ada',
  ])('is refused with the reason, because the method takes one host: %s', (text) => {
    expect(parse(postgres, text)).toEqual({
      refusal:
        'The pasted text has several hosts, but this method takes one. Paste it with one of the hosts.',
    })
  })

  it('is refused if it consists of several', () => {
    expect(
      parse(catalog.nats.methods.password, 'nats://u:p@a.example:4222,nats://u:p@b.example:4222'),
    ).toEqual({
      refusal: 'The pasted text has several connection strings. Paste one of them.',
    })
  })

  it.each([
    'postgres://',
    'postgres://ada:p@/shop',
    `postgres://${'@'.repeat(5000)}`,
    `postgres://${'a'.repeat(50_000)}`,
  ])('is refused if its address is not understood: %s', (text) => {
    expect(parse(postgres, text)).toEqual({
      refusal: 'The address in the pasted text is not understood. Enter the values one by one.',
    })
  })

  it.each([
    'https://ada:p@db.example.com/',
    'mysql://ada:p@db.example.com',
    'just a password',
    'psql is my password',
    'mysql -p',
    'my=password',
    'password=p',
    `host=one.example user=ada password='p`,
    'a=b;'.repeat(5000),
    'a'.repeat(50_000),
  ])('is not recognized in %s', (text) => expect(parse(postgres, text)).toBeUndefined())
})

describe('a pasted key file', () => {
  it('fills the fields', () => {
    const file = JSON.stringify(
      { AccessKey: { UserName: 'ada', AccessKeyId: 'AKIAIOSFODNN7EXAMPLE', SecretAccessKey: 'wJalr/K7' } },
      null,
      2,
    )
    expect(parse(aws, file)).toEqual({
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalr/K7',
    })
  })
  it.each(['{', '{}', '[]', '{"AccessKey": 7}', '{"AccessKey":{"AccessKeyId":7}}'])(
    'is not recognized in %s',
    (text) => {
      expect(parse(aws, text)).toBeUndefined()
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
