import { scripts } from '../../provider-script.ts'
import kafka from '../kafka.ts'

export default scripts(kafka, {
  password: {
    driver: 'kafka',
    values: { host: 'kafka.example.com', user: 'stepkey', password: 'correct horse battery' },
  },
})
