import { scripts } from '../../provider-script.ts'
import mongodb from '../mongodb.ts'

const login = { user: 'stepkey', password: 'correct horse battery' }

export default scripts(mongodb, {
  hosts: {
    driver: 'mongodb',
    values: { hosts: 'db1.example.com:27018, db2.example.com', replicaSet: 'rs0', ...login },
  },
  srv: { driver: 'mongodb', values: { host: 'cluster0.ab1cd.mongodb.net', ...login } },
  password: { driver: 'mongodb', values: { host: 'db.example.com', ...login } },
})
