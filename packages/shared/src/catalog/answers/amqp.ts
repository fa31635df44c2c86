import { scripts } from '../../provider-script.ts'
import amqp from '../amqp.ts'

export default scripts(amqp, {
  password: {
    driver: 'amqp',
    values: { host: 'rabbit.example.com', user: 'stepkey', password: 'correct horse battery' },
  },
})
