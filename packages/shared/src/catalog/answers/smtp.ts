import { scripts } from '../../provider-script.ts'
import smtp from '../smtp.ts'

export default scripts(smtp, {
  password: {
    driver: 'smtp',
    values: { host: 'smtp.example.com', user: 'alice@example.com', password: 'correct horse battery' },
  },
  none: { driver: 'smtp', values: { host: 'relay.example.com', port: 25, security: 'none' } },
})
