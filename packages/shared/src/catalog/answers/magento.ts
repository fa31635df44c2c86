import { scripts } from '../../provider-script.ts'
import magento from '../magento.ts'

const accessToken = '0000magento0000stepkey0000000001'

export default scripts(magento, {
  accessToken: {
    source: 'https://developer.adobe.com/commerce/webapi/get-started/gs-web-api-response',
    values: { storeUrl: 'https://shop.example.com', accessToken },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://shop.example.com/rest/default/V1/modules',
          headers: { authorization: `Bearer ${accessToken}` },
        },
        answer: { status: 200, json: ['Magento_Store', 'Magento_AdvancedPricingImportExport'] },
      },
    ],
    bad: [
      {
        status: 401,
        json: {
          message: 'The consumer isn’t authorized to access %resources.',
          parameters: { resources: 'Magento_Backend::admin' },
        },
      },
    ],
    forbidden: 'a token without this permission gets the same 401',
  },
})
