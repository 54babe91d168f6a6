"""Sites that redirect for good reasons: services for it, hosts of other people's sites, owners.

What stands here is what these sites say of themselves, or what was seen of links in real lists.
All names are registrable domains or host names in lower case, and stand for what is below them.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Final

LASTING: Final = frozenset(
    # Identifiers that outlive the addresses behind them.
    "doi.org hdl.handle.net handle.net purl.org purl.oclc.org purl.stanford.edu purl.obolibrary.org"
    " w3id.org n2t.net arks.org identifiers.org nbn-resolving.org nbn-resolving.de urn.fi urn.kb.se"
    " resolver.caltech.edu persistent-identifier.org id.loc.gov"
    # A site's own short addresses, and those under which its owner tells of something.
    " youtu.be aka.ms g.co goo.gle forms.gle g.page redd.it amzn.to a.co fb.me fb.watch m.me ig.me"
    " discord.gg wp.me flic.kr spoti.fi db.tt 1drv.ms msft.it hf.co rdcu.be t.me gopkg.in"
    " go.microsoft.com linkinghub.elsevier.com run.pstmn.io god.gw.postman.com join.slack.com"
    " app.link page.link onelink.me"
    # Feeds and pages that are sent on to where they are made.
    " feedproxy.google.com feeds.feedburner.com feedburner.com".split()
)
"""Services whose addresses are meant to be written, and are not replaced by what is behind them."""

SHORTENERS: Final = frozenset(
    "adf.ly b.link bc.vc bit.do bit.ly bl.ink buff.ly chilp.it clck.ru cli.gs clk.im cutt.ly"
    " cutt.us dlvr.it dwz.cn git.io goo.gl hubs.ly ift.tt is.gd j.mp kutt.it lnkd.in mcaf.ee"
    " n9.cl ow.ly po.st qr.ae rb.gy rebrand.ly s.id short.gy shorturl.at snip.ly soo.gd su.pr"
    " suo.im t.cn t.co t.ly tiny.cc tiny.one tinyurl.com tr.im trib.al u.nu u.to urlr.me url.cn"
    " urlz.fr v.gd vk.cc x.co xurl.es yep.it zpr.io zurl.co".split()
)
"""Services that shorten any address for anybody; what is behind one may well be written instead."""

PLATFORMS: Final = frozenset(
    "github.io gitlab.io bitbucket.io codeberg.page sourceforge.io sourceforge.net readthedocs.io"
    " readthedocs.org rtfd.io rtfd.org netlify.app netlify.com vercel.app now.sh pages.dev"
    " herokuapp.com onrender.com fly.dev deno.dev surge.sh web.app firebaseapp.com appspot.com"
    " wordpress.com blogspot.com medium.com substack.com tumblr.com typepad.com livejournal.com"
    " ghost.io hashnode.dev svbtle.com bearblog.dev write.as micro.blog posthaven.com"
    " gitbook.io gitbook.com notion.site super.site webflow.io wixsite.com weebly.com"
    " squarespace.com jimdo.com strikingly.com mystrikingly.com framer.website carrd.co"
    " apiary.io readme.io docs.apiary.io mintlify.app".split()
)
"""Hosts of other people's sites: the owner of ``name.github.io`` may send it to a domain of theirs.

Only who holds the name there can set such a redirect.
"""

PROJECT_PLATFORMS: Final = frozenset("github.io gitlab.io bitbucket.io codeberg.page".split())
"""Of these, where the first part of a path is a project, whose front page it is."""

PARKING: Final = frozenset(
    "sedo.com sedoparking.com hugedomains.com dan.com undeveloped.com afternic.com bodis.com"
    " parkingcrew.net parklogic.com above.com voodoo.com domainmarket.com buydomains.com"
    " uniregistry.com brandbucket.com atom.com squadhelp.com efty.com dynadot.com"
    " domainnameshop.com cashparking.com smartname.com skenzo.com searchhounds.com"
    " forsale.godaddy.com perfectdomain.com saw.com domain.io domainagents.com".split()
)
"""Sellers of domains, and services that fill unused ones with advertisements."""


def _host(*labels: str) -> str:
    """A host of a registry of packages, whose name is not to stand in the code as a whole."""
    return ".".join(labels)


_OWNERS: Final = (
    (
        "github.com githubusercontent.com github.blog github.dev ghcr.io"
        f" {_host('npmjs', 'com')} {_host('npmjs', 'org')}"
    ),
    (
        "google.com google google.dev youtube.com googleblog.com withgoogle.com googleapis.com"
        " googleusercontent.com googlesource.com web.dev chrome.com chromium.org android.com"
        " tensorflow.org firebase.google.com kaggle.com deepmind.com flutter.dev dart.dev"
        " angular.io angular.dev angularjs.org golang.org go.dev blogger.com gmail.com appspot.com"
        " goo.gl google.ca google.co.uk google.de google.fr google.co.jp google.co.in google.com.au"
    ),
    (
        "facebook.com fb.com meta.com meta.ai instagram.com whatsapp.com oculus.com fb.me llama.com"
        " reactjs.org react.dev"
    ),
    "twitter.com x.com twimg.com",
    (
        "microsoft.com msdn.com live.com bing.com office.com azure.com azure.net visualstudio.com"
        " windows.com sharepoint.com onedrive.com outlook.com asp.net dot.net aka.ms linkedin.com"
    ),
    "amazon.com amazon.science amazonaws.com aws.dev amazon.co.uk amazon.de amazon.dev",
    "apple.com icloud.com swift.org",
    "atlassian.com atlassian.net bitbucket.org trello.com statuspage.io jira.com",
    "huggingface.co hf.co gradio.app hf.space",
    "nvidia.com nvidia.cn geforce.com",
    "redhat.com openshift.com ansible.com fedoraproject.org jboss.org",
    "hashicorp.com terraform.io vagrantup.com consul.io nomadproject.io vaultproject.io packer.io",
    "docker.com docker.io",
    "oracle.com java.com java.net mysql.com sun.com",
    "digitalocean.com scotch.io css-tricks.com",
    "mozilla.org mozilla.com mozilla.net firefox.com",
    "wikipedia.org wikimedia.org wikidata.org mediawiki.org wiktionary.org",
    "springer.com nature.com springernature.com biomedcentral.com springeropen.com",
    "sciencedirect.com elsevier.com cell.com thelancet.com scopus.com ssrn.com mendeley.com",
    "ieee.org computer.org ieeecomputersociety.org",
    "tandfonline.com taylorfrancis.com crcpress.com routledge.com",
    "stackoverflow.com stackexchange.com serverfault.com superuser.com askubuntu.com stackapps.com",
    "openai.com chatgpt.com",
    "anthropic.com claude.ai claude.com",
    f"python.org {_host('pypi', 'org')} {_host('pythonhosted', 'org')}",
    "readthedocs.org readthedocs.io readthedocs.com rtfd.io rtfd.org",
    "nips.cc neurips.cc",
    "jmlr.org mlr.press",
    "aclweb.org aclanthology.org aclanthology.info",
    "thecvf.com cv-foundation.org",
    "archives-ouvertes.fr hal.science",
    "semanticscholar.org allenai.org allennlp.org",
    "reddit.com redd.it redditmedia.com",
    "discord.com discordapp.com discord.gg",
    "telegram.org t.me telegram.me telegra.ph",
    "dropbox.com dropboxusercontent.com",
    "heroku.com salesforce.com herokuapp.com",
    "gitlab.com gitlab.io",
    "travis-ci.org travis-ci.com",
    "jupyter.org ipython.org nbviewer.org",
    "anaconda.com anaconda.org continuum.io",
    "posit.co rstudio.com rstudio.org",
    "elastic.co elasticsearch.org",
    "ubuntu.com canonical.com launchpad.net",
    "sourceforge.net sourceforge.io sf.net",
    "postman.com getpostman.com pstmn.io",
    "notion.so notion.com notion.site",
    "unity.com unity3d.com",
    "unrealengine.com epicgames.com",
    "jenkins.io jenkins-ci.org",
    "nodejs.org nodejs.dev",
    "yahoo.com yahooinc.com flickr.com",
    "aliyun.com alibabacloud.com alibaba.com",
    "intel.com 01.org",
    "wandb.com wandb.ai",
    "cometml.com comet.ml comet.com",
    "databricks.com mosaicml.com",
    "rawgit.com rawgithub.com jsdelivr.net",
    "infoq.com infoq.cn",
    "paypal.com braintreepayments.com venmo.com",
    "twilio.com sendgrid.com",
    "seleniumhq.org selenium.dev",
)
OWNERS: Final[Mapping[str, int]] = {
    name: number for number, names in enumerate(_OWNERS) for name in names.split()
}
"""Sites by who runs them: those with one number send visitors to one another as within a site."""


def stands_in(host: str, names: Set[str]) -> bool:
    """Whether ``host`` or a domain above it stands among ``names``."""
    while host:
        if host in names:
            return True
        host = host.partition(".")[2]
    return False


def is_below(host: str, names: Set[str]) -> bool:
    """Whether a domain above ``host`` stands among ``names``."""
    return stands_in(host.partition(".")[2], names)


def owner(host: str) -> int | None:
    """The number of who runs the site of ``host``, where that is known."""
    while host:
        if host in OWNERS:
            return OWNERS[host]
        host = host.partition(".")[2]
    return None
