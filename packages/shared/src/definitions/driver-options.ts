import type { DriverName, DriverOptions } from '../component.ts'

type Keys<Options> = Options extends unknown ? keyof Options : never
type Names = { [Name in DriverName]: Record<Keys<DriverOptions[Name]>, 'required' | 'optional'> }

const address = { host: 'required', port: 'required' } as const
const someAddress = { host: 'optional', port: 'optional' } as const
const tls = { tls: 'required', ca: 'required' } as const
const startTls = {
  security: 'required',
  anyCertificate: 'required',
  ca: 'required',
  serverName: 'required',
} as const
const clientCertificate = { certificate: 'required', privateKey: 'required', serverName: 'required' } as const
const login = { user: 'required', password: 'required' } as const

/** The options of each driver. A definition from outside must map the required ones, and may map no others. */
export const driverOptions = {
  postgres: { ...address, ...tls, ...clientCertificate, ...login, database: 'required' },
  mysql: { ...address, ...tls, ...clientCertificate, ...login, database: 'required' },
  sqlserver: { ...address, ...tls, ...login, serverName: 'required', database: 'required' },
  mongodb: {
    ...tls,
    ...clientCertificate,
    ...login,
    ...someAddress,
    authSource: 'required',
    hosts: 'optional',
    srv: 'optional',
    replicaSet: 'optional',
  },
  redis: { ...address, ...tls, ...clientCertificate, ...login, database: 'required' },
  smtp: { ...address, ...startTls, ...login },
  amqp: { ...address, ...tls, ...clientCertificate, ...login, vhost: 'required' },
  mqtt: { ...address, ...tls, ...clientCertificate, ...login, version: 'required' },
  nats: {
    ...address,
    ...tls,
    ...clientCertificate,
    user: 'optional',
    password: 'optional',
    token: 'optional',
    credentials: 'optional',
    seed: 'optional',
  },
  kafka: { ...tls, ...clientCertificate, ...login, ...someAddress, mechanism: 'required', hosts: 'optional' },
  imap: { ...address, ...startTls, ...login },
  ftp: { ...address, ...startTls, ...login },
  ldap: { ...address, ...startTls, ...login, baseDn: 'required' },
  sftp: {
    ...address,
    hostKey: 'required',
    user: 'required',
    password: 'optional',
    privateKey: 'optional',
    passphrase: 'optional',
  },
} as const satisfies Names
