import type { DriverName } from '@stepkey/shared/component'
import type { Driver } from './driver.ts'

/** The protocol drivers, each loaded on first use: most installations need few of them. */
export const drivers: { [Name in DriverName]: () => Promise<Driver<Name>> } = {
  postgres: async () => (await import('./postgres.ts')).checkPostgres,
  mysql: async () => (await import('./mysql.ts')).checkMysql,
  sqlserver: async () => (await import('./sqlserver.ts')).checkSqlserver,
  mongodb: async () => (await import('./mongodb.ts')).checkMongodb,
  redis: async () => (await import('./redis.ts')).checkRedis,
  amqp: async () => (await import('./amqp.ts')).checkAmqp,
  mqtt: async () => (await import('./mqtt.ts')).checkMqtt,
  nats: async () => (await import('./nats.ts')).checkNats,
  kafka: async () => (await import('./kafka.ts')).checkKafka,
  smtp: async () => (await import('./smtp.ts')).checkSmtp,
  imap: async () => (await import('./imap.ts')).checkImap,
  ftp: async () => (await import('./ftp.ts')).checkFtp,
  ldap: async () => (await import('./ldap.ts')).checkLdap,
  sftp: async () => (await import('./sftp.ts')).checkSftp,
}
