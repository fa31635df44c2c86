import { scripts } from '../../provider-script.ts'
import kafka from '../kafka.ts'

const login = { user: 'stepkey', password: 'correct horse battery' }

export default scripts(kafka, {
  brokers: {
    driver: 'kafka',
    values: { brokers: 'kafka1.example.com:9092, kafka2.example.com:9093', ...login },
  },
  password: { driver: 'kafka', values: { host: 'kafka.example.com', ...login } },
})
