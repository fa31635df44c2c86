import { scripts } from '../../provider-script.ts'
import postgresql from '../postgresql.ts'

export default scripts(postgresql, {
  password: {
    driver: 'postgres',
    values: { host: 'db.example.com', database: 'app', user: 'stepkey', password: 'correct horse battery' },
  },
})
