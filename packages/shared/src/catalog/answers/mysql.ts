import { scripts } from '../../provider-script.ts'
import mysql from '../mysql.ts'

export default scripts(mysql, {
  password: {
    driver: 'mysql',
    values: { host: 'db.example.com', database: 'app', user: 'stepkey', password: 'correct horse battery' },
  },
})
