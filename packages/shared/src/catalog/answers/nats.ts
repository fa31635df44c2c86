import { scripts } from '../../provider-script.ts'
import nats from '../nats.ts'

const host = 'nats.example.com'
const seed = 'SUAED2ZBVO24OKD5BKHDF4K4SMROMLELPTAHSTN26ENC2VFQOWR54G5S5E'

export default scripts(nats, {
  password: {
    driver: 'nats',
    values: { host, user: 'stepkey', password: 'correct horse battery' },
  },
  token: { driver: 'nats', values: { host, token: 'correct horse battery' } },
  credentials: {
    driver: 'nats',
    values: {
      host,
      credentials: [
        '-----BEGIN NATS USER JWT-----',
        'eyJ0eXAiOiJKV1QiLCJhbGciOiJlZDI1NTE5LW5rZXkifQ.eyJuYW1lIjoic3RlcGtleSJ9.c2lnbmF0dXJl',
        '------END NATS USER JWT------',
        '',
        '-----BEGIN USER NKEY SEED-----',
        seed,
        '------END USER NKEY SEED------',
      ].join('\n'),
    },
  },
  nkey: { driver: 'nats', values: { host, seed } },
  none: { driver: 'nats', values: { host: 'nats.example.com' } },
})
