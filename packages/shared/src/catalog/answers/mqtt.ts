import { scripts } from '../../provider-script.ts'
import mqtt from '../mqtt.ts'

export default scripts(mqtt, {
  password: {
    driver: 'mqtt',
    values: { host: 'broker.example.com', user: 'stepkey', password: 'correct horse battery' },
  },
  none: { driver: 'mqtt', values: { host: 'broker.example.com' } },
})
