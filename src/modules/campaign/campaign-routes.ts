import * as contract from '#contract/campaign.ts';
import { command, query, type Route } from '#platform/http.ts';
import { createAction, doAction, listActions } from './actions.ts';
import { createCampaign, getCampaign, listCampaigns, setCampaignTaxonomy } from './campaigns.ts';
import { addCrosswalk, createTaxonomy, getTaxonomy, listTaxonomies } from './taxonomies.ts';

/** Campaigns with phases and actions; taxonomies with crosswalks. */
export const campaignRoutes: readonly Route[] = [
  query(contract.listCampaigns, listCampaigns),
  query(contract.getCampaign, getCampaign),
  command(contract.createCampaign, createCampaign),
  command(contract.setCampaignTaxonomy, setCampaignTaxonomy),
  query(contract.listActions, listActions),
  command(contract.createAction, createAction),
  command(contract.doAction, doAction),
  query(contract.listTaxonomies, listTaxonomies),
  query(contract.getTaxonomy, getTaxonomy),
  command(contract.createTaxonomy, createTaxonomy),
  command(contract.addCrosswalk, addCrosswalk),
];
