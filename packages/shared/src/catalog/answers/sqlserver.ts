import { scripts } from '../../provider-script.ts'
import sqlserver from '../sqlserver.ts'

export default scripts(sqlserver, {
  password: {
    driver: 'sqlserver',
    values: { host: 'sql.example.com', database: 'app', user: 'stepkey', password: 'correct horse battery' },
  },
})
