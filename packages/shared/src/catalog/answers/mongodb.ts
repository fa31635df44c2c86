import { scripts } from '../../provider-script.ts'
import mongodb from '../mongodb.ts'

export default scripts(mongodb, {
  password: {
    driver: 'mongodb',
    values: { host: 'db.example.com', user: 'stepkey', password: 'correct horse battery' },
  },
})
