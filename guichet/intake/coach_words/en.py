"""English words of the coach."""

WORDS = {
    "soft": """
        number numbers priority priorities requests tickets
        mail mails email message messages screen screens window windows page module modules menu function data
        product user users employee staff company phone telephone information department team case new all contact
        contacts check correction change
    """,
    "greeting": "hello hi hey dear greetings regards sincerely morning-all good-morning good-afternoon good-evening good-day "
    "cheers sirs sir madam",
    "urgent": "urgent urgently urgency emergency asap critical prio high-priority top-priority",
    "hurry": "immediately immediate quickly quick fast soon soonest rapidly promptly prompt",
    "test": "test tests testing tested trial asdf qwerty qwertz foo bar lorem ipsum blah bla dummy",
    "generic": """
        problem problems issue issues question questions request requests query queries ticket tickets help assistance
        support bug bugs glitch glitches fault faults incident incidents malfunction thing things stuff something anything
        everything nothing matter topic topics subject info information advice hint erp system systems software program
        programs programme application applications app apps tool tools helvetic it computer computers pc machine-is screen
        screens window windows page module modules function functions functionality feature features menu data product case
        cases situation point points detail details small big large huge little major minor serious strange weird odd new
        general various several some any all every everyone everybody nobody anyone someone somebody none people user users
        colleague colleagues employee-is staff team office company boss manager department solution answer answers reply
        response call phone telephone mail mails email message messages complaint trouble troubles difficulty
        difficulties inquiry enquiry concern concerns clarification misc miscellaneous vendor
    """,
    "vague": """
        error errors work works working worked broken break breaks crash crashes crashed crashing fail fails failed failing
        failure down bugged buggy faulty defective defect impossible incorrect dead freezes froze frozen unusable hangs
        hanging functioning outage
    """,
    "filler": """
        necessary meeting session-today conversation discussion exchange technical behaviour behavior responding respond responds
        document documents word shame sudden suddenly unexplained reported noticed notice behaving acting strangely starts started
        persisting unknown coming proceed sort-out sorted whatever
        please thanks thank kindly many appreciate appreciated best would could can cannot should like want wants wanted need
        needs needed wish contact contacted call calling called callback ring look looks looking see seen check checking
        verify help helping helps fix fixed fixing solve solved resolve resolved repair correct correctly correction handle
        answer tell know knows known say said talk talked discuss discussed explain explained really very too much quite
        completely totally absolutely more less well bad badly still again often sometimes always never already now currently
        today yesterday tomorrow tonight morning noon afternoon evening night moment time times day days week weeks month
        months hour hours minute minutes year years beginning end once twice-now regularly recently lately long longer possible
        possibly two three four five first last same similar ditto regarding concerning about have has had having get gets
        getting got come comes came coming go goes going went happen happens happened happening occur occurs occurred do does
        did done make makes made use using used try tries tried trying waiting wait waited so then however just only
        especially actually basically simply properly normally normal right understand understood find found seem seems
        appears appear shows-up try it's unacceptable disgrace disgraceful scandal outrageous disaster catastrophe
        disappointed disappointing annoying annoyed frustrated frustrating ridiculous patience terrible awful horrible poor
        unbelievable thing better improve improved improvement improvements nicer nice modern optimise optimize latest newest
        recent agreed mentioned promised spoke spoken unresolved unsolved lot lots kind sort able unable take takes taking
        took give gives given let lets keep keeps kept back attention someone important importance meanwhile ever since-ages
        click clicked clicking clicks constantly continuously experiencing experienced encountered encountering facing faced
        ongoing persistent persists weird whole entire fine ok okay ahead advance assist
    """,
    "stop": """
        the a an of to in on at by for with without from into onto over under between through via and or but nor not no yes
        than that this these those there here it its it's is are was were be been being am will shall may might must i you he
        she we they me him her us them my your his our their mine yours ours who whom whose which what where when why how if
        whether because as such each both either neither other another own out off up down-to s t re d ll ve m n't isn aren
        wasn weren don doesn didn won wouldn couldn shouldn can't hasn haven hadn ain per etc eg ie e g fw fwd nr even
        also else while any instead-of upon toward towards within
    """,
    "when": "after before since when during while once upon if whenever until",
    "time": """
        january february march april may june july august september october november december monday tuesday wednesday
        thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun quarter
        quarterly year-end month-end weekend christmas easter q1 q2 q3 q4
    """,
    "change": """
        change changes modification modifications modify adaptation adaptations adapt enhancement enhancements extension
        evolution suggestion suggestions idea ideas proposal wish wishes customisation customization adjustment adjustments
        adjust development feature-request
    """,
    "patch": "patch patches patching version versions release releases upgrade upgrades update updates hotfix hotfixes upgrading "
    "updating",
    "install": "install installation installing installed deploy deployment apply applying roll-out rollout",
    "attachment": "attachment attachments attached enclosed enclosure screenshot screenshots photo photos picture pictures image "
    "images screen-shot printscreen pic",
    "title": "mr mrs ms miss dr",
    "symptom": """
        empty blank missing lacks lost loses double doubled duplicate duplicates duplicated twice wrong wrongly rejected rejects
        reject refused refuses blocked blocks locked slow slowly slowness slower difference differences differs discrepancy
        deviates mismatch negative ignored ignores disappears disappear disappeared vanishes vanish shifted truncated cut
        unreadable illegible invisible hidden greyed inactive expired unexpected stops stop stopped stuck interrupted aborts
        aborted rounded rounding swapped incomplete computed calculated calculates displayed shown sent created creates
        generated generates saved saves posted posts deleted outdated disconnected overlaps denied stays remains multiplied
        triples skipped skips overwritten overwrites booked imported exported printed prints proposes proposed keeps-asking
        released recalculated garbled misaligned unchanged reversed exceeds delayed late inconsistent unbalanced times-out
        timeout returns picks doubles repeats repeated reappears reset resets loads reads writes assigned dropped drops
        recurrence closes opens
    """,
    "action": """
        reverse cancel post book enter print filter add remove create delete export import calculate validate release send
        open close configure set-up setup reset activate deactivate enable disable copy duplicate transfer assign display hide
        sort group block unblock lock unlock reconcile match invoice order receive ship plan rename merge archive replace
        restrict allow restore write-off allocate train training split move record register approve reopen show adding
        removing printing posting saving opening closing releasing
    """,
}

AREAS = {
    "finance": """
        account accounts accounting ledger entry entries invoice invoices invoicing vat tax taxes debtor debtors creditor
        creditors payable payables receivable receivables payment payments bank banks balance balances closing budget budgets
        period periods iban credit-note credit-notes asset assets depreciation clearing currency currencies rate rates
        cost-centre cost-centres cost-center cash journal consolidation discount-terms prepayment dunning reminder reminders
        fiscal camt* pain* qr sepa chf eur usd finance financial carry-forward debit credit reconciliation statement
        statements bookkeeping billing remittance
    """,
    "payroll": """
        payroll salary salaries wage wages payslip payslips absence absences leave holiday holidays vacation overtime
        timesheet timesheets clocking pension swissdec withholding allowance allowances hr employee employees sickness
        sick expenses bonus attendance
    """,
    "sales": """
        sales quote quotes quotation quotations customer customers price prices pricing discount discounts delivery
        deliveries contract contracts subscription* shipment shipments shipping shipped commission commissions
        representative* margin margins order-confirmation orders order crm ship-to rebate rebates
    """,
    "purchasing": "purchase purchases purchasing purchase-order purchase-orders supplier suppliers buyer procurement receipt receipts "
    "requisition* goods-receipt goods-receipts",
    "stock": """
        stock stocks inventory inventories item items batch batches lot lots warehouse warehouses location locations bin bins
        movement movements picking pick reservation* pallet pallets serial valuation expiry quantity quantities count handheld
        barcode* goods-issue goods-issues unit units scanner scanners storage cycle-count
    """,
    "production": """
        production routing routings bom boms mrp workshop operation operations machine machines scheduling schedule planning
        capacity capacities scrap component components work-order work-orders work-centre work-center shop-floor manufacturing
        kanban subcontract* costing cost costs demand set-up-time tooling
    """,
    "after-sales": "after-sales repair-order warranty warranties return-order returns rma maintenance service-order field-service",
    "interfaces": """
        edi interface interfaces api import-job invoic desadv ordrsp xml csv webshop web-shop shop connector synchronisation
        synchronization sync webservice* ftp sftp excel file files gateway
    """,
    "reporting": "report reports reporting statistic statistics list lists dashboard dashboards bi kpi kpis analysis cube column "
    "columns chart",
    "printing": """
        printer printers print-out printout label labels pdf form forms template templates layout logo preview paper tray
        header footer zebra
    """,
    "access": """
        access right rights login logon sign-in sign-on session sessions password passwords authentication profile role roles
        permission permissions licence licences license licenses ldap sso mfa administrator admin vpn citrix remote-desktop
        authorisation authorization
    """,
    "system": "server servers database backup backups job jobs scheduler environment environments migration index performance "
    "network wifi client desktop-client browser night-run batch-job switch-over",
    "portal": "portal notification notifications field fields date dates language address addresses line lines text description "
    "sorting search button tab master number-range entity calculation calculations",
}

PHRASES = {
    "pointer": """
        as discussed; as agreed; as mentioned; as said; as per our; as per my; as per attach*; as per phone;
        as per call; as per mail; as per email; as spoken; as talked; as explained; as announced; as promised;
        as requested; as before; as always; as usual; as last; as yesterday; as in my last; as in the last; as shown;
        as described; as attached; as below; as above; like before; like last; like yesterday; like always;
        following our; following my; following your; following the call; following the meeting; further to our;
        further to my; further to your; regarding our call; regarding our conversation; regarding my call;
        regarding my email; regarding our phone; re our call; re our phone; re our conversation; after our call;
        after our phone; after our conversation; our phone call; our telephone call; our call; our conversation;
        our discussion; our meeting; what we agreed; what we discussed; what was agreed; same as; same again;
        same problem; same issue; same error; same thing; same question; same bug; same old; same here; the same as;
        still the same; it s back; it is back; is back; it came back; back again; once again; again the same; not again;
        ditto; see attach*; see the attach*; see screenshot*; see picture*; see photo*; see image*; see mail; see email;
        see my email; see my mail; see below; see above; see file; see enclosed; see invoice; see description;
        see document; see text; please find attached; find attached; cf attach*; in the attachment; attached;
        knows about it; knows about this; know about it; knows what; know what i mean; is aware; are aware; you know
    """,
    "complaint": """
        we wait; we are waiting; we re waiting; we have been waiting; we ve been waiting; i am waiting; i m waiting;
        i have been waiting; i ve been waiting; been waiting; still waiting; waiting for #; waiting since;
        waiting for days; waiting for weeks; waiting for a; waiting for an; waiting for your; waiting now; still no;
        still nothing; still not; no answer; no reply; no response; no reaction; no news; no solution; no feedback;
        nobody answers; nobody replies; nobody calls; nobody answered; nobody called; for days; for weeks; for months;
        for a week; for ages; how long; how much longer; when will; when are you; when do you; when do we; when can we;
        # reminder; second reminder; third reminder; reminder; chasing; following up; follow up on; unacceptable;
        disgrace; disgraceful; outrageous; scandal; ridiculous; not acceptable; very disappointed; very unhappy;
        complaint; fed up; terrible service; poor service; bad service
    """,
    "waiting": """
        for # days; for # weeks; for # months; for # hours; # days now; # weeks now
    """,
    "exaggeration": """
        everything is down; everything is broken; everything is blocked; everything is slow; everything down;
        everything broken; everything blocked; everything stopped; everything is stuck; all is down; all down;
        all blocked; nothing works; nothing is working; nothing work; nothing goes; nobody can; no one can; noone can;
        no body can; everyone is blocked; everybody is blocked; whole company; entire company; whole system;
        entire system; system down; system is down; system dead; total outage; total standstill; standstill;
        cannot work; can not work; can t work; unable to work
    """,
    "urgent": """
        as soon as possible; as quickly as possible; as fast as possible; at your earliest convenience; right away;
        right now; very urgent; high priority; highest priority; top priority; with priority; priority high; priority 1;
        prio 1; p1; without delay; by tonight; need help now; please hurry; hurry
    """,
    "two-topics": """
        and also; also the; also we; also our; and another; and in addition; in addition the; in addition we;
        additionally; furthermore; moreover; besides the; besides that; apart from that; on another note; by the way;
        another question; another issue; another problem; another topic; second question; second issue; # questions;
        # issues; # problems; # topics; plus the; as well as another
    """,
    "several": """
        two questions; two issues; two problems; two topics; two things; three questions; three issues; three problems;
        three things; several questions; several issues; several problems; several things; several topics;
        various issues; various problems; various questions; various topics; multiple issues; multiple questions;
        multiple problems; some questions; a few questions; a few issues
    """,
    "change": """
        change request; request for change; request for modification; modification request; feature request;
        enhancement request; development request; request for enhancement
    """,
    "symptom": """
        instead of; does not match; do not match; doesn t match; does not appear; does not open; does not print;
        does not start; does not balance; does not save; not printed; not posted; not updated; not found; not shown;
        not visible; not sent; not possible; cannot be; can t be; can not be; times out; too high; too low; too many;
        out of balance; runs out; takes #
    """,
    "expected": """
        expected; expect; should; instead of; ought to; supposed to; normally; usually; is right; is correct; works;
        worked; fine; wish; requires; required; please send; we ask; how can; how do; need to; would like; want; must
    """,
    "steps": """
        steps; click; clicked; clicking; open; opened; opening; enter; entered; entering; print; printed; printing;
        start; started; starting; select; selected; save; saved; saving; posting; posted; choose; chose; create;
        created; creating; release; import; imported; run; ran; example; e g; to reproduce; menu; button; tested; tried
    """,
    "happened": """
        message; says; answers; shows; showed; appears; error; empty; blank; rejected; stops; stopped; stays; remains;
        returns; proposes; closes; takes; missing; wrong; twice; nothing happens; arrive; disappears; without a message;
        has status
    """,
}
