import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { tlsFields, tlsOptions } from '../driver-fields.ts'
import { secret, url } from '../fields.ts'

/**
 * Source: developer.adobe.com/commerce/webapi/get-started/authentication/gs-authentication-token and the
 * route /V1/modules in Magento’s module-backend. A wrong token and a token without permission get the same
 * 401.
 */
export default defineComponent({
  id: 'magento',
  title: 'Magento',
  description: 'Orders, products and customers of a shop',
  category: 'commerce',
  aliases: ['adobe commerce', 'shop', 'magento 2', 'e-commerce'],
  docsUrl: 'https://developer.adobe.com/commerce/webapi/get-started/authentication/gs-authentication-token',
  icon: 'magento',
  methods: {
    accessToken: {
      title: 'Integration access token',
      fields: z.object({
        storeUrl: url({
          label: 'Store URL',
          help: 'The URL of the shop, without index.php and without the admin path.',
          placeholder: 'https://shop.example.com',
        }),
        accessToken: secret({
          label: 'Access token',
          help: 'In the Admin under System, Integrations. Since version 2.4.4, access tokens must be allowed as bearer tokens, under Stores, Configuration, Services, OAuth.',
          helpUrl: 'https://experienceleague.adobe.com/en/docs/commerce-admin/systems/integrations',
        }),
        ...tlsFields,
      }),
      baseUrl: '{{storeUrl}}',
      tls: tlsOptions,
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{accessToken}}' }],
      verify: {
        method: 'GET',
        path: '/rest/default/V1/modules',
        ok: { status: 200, json: [{ at: '/0', exists: true }] },
      },
    },
  },
})
