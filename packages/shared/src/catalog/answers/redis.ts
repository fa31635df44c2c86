import { scripts } from '../../provider-script.ts'
import redis from '../redis.ts'

export default scripts(redis, {
  password: {
    driver: 'redis',
    values: { host: 'cache.example.com', user: 'stepkey', password: 'correct horse battery' },
  },
})
