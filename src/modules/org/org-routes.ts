import * as contract from '#contract/org.ts';
import * as posts from '#contract/post.ts';
import { command, query, type Route } from '#platform/http.ts';
import { closeUnit, createUnit, moveUnit, renameUnit } from './change-unit.ts';
import { endHolding, startHolding } from './holdings.ts';
import { listOrgEvents } from './list-org-events.ts';
import { createPerson, leavePerson, listPeople } from './people.ts';
import { closePost, createPost, listPosts } from './posts.ts';
import { endSponsorship, listSponsorships, startSponsorship } from './sponsorships.ts';
import { endLink, linkUnits } from './unit-links.ts';
import { getUnit, listUnits, searchUnits } from './unit-views.ts';

/** Units, links, posts, holdings, people, and the record of what was done to them. */
export const orgRoutes: readonly Route[] = [
  query(contract.listUnits, listUnits),
  query(contract.getUnit, getUnit),
  query(contract.searchUnits, searchUnits),
  command(contract.createUnit, createUnit),
  command(contract.renameUnit, renameUnit),
  command(contract.moveUnit, moveUnit),
  command(contract.closeUnit, closeUnit),
  command(contract.linkUnits, linkUnits),
  command(contract.endLink, endLink),
  query(posts.listPosts, listPosts),
  command(posts.createPost, createPost),
  command(posts.closePost, closePost),
  command(posts.startHolding, startHolding),
  command(posts.endHolding, endHolding),
  query(posts.listSponsorships, listSponsorships),
  command(posts.startSponsorship, startSponsorship),
  command(posts.endSponsorship, endSponsorship),
  query(posts.listPeople, listPeople),
  command(posts.createPerson, createPerson),
  command(posts.leavePerson, leavePerson),
  query(contract.listOrgEvents, listOrgEvents),
];
