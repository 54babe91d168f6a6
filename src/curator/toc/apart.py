"""Sections that belong to the file rather than to the list, such as its licence."""

from __future__ import annotations

import re
from typing import Final

from curator.document.labels import names_contents

# By the words of their titles: one of the first, and besides it only those of the second.
_TAIL = frozenset(
    """licence licences license licenses licensing copyright contribute contributing contribution
    contributions contributor contributors footnote footnotes acknowledgement acknowledgements
    acknowledgment acknowledgments thanks credits author authors maintainer maintainers citation
    citations cite citing bibtex reference references star stars stargazers sponsor sponsors
    sponsorship backers donate donation donations support contact contacts conduct disclaimer
    changelog log feedback follow legend explanation related""".split()
)
_FILLERS = frozenset(
    """a all and change chart code for general guide guidelines guideline here history how info
    information list lists me note notes of on our over paper project repo repository resources
    special survey that the this time to us work you your""".split()
)
_TAIL_CHINESE = re.compile(
    r"许可|授权|版权|开源协议|贡献|致谢|感谢|鸣谢|脚注|引用|参考文献|参考资料|赞助|捐赠|打赏|联系我|联系方式"
    r"|免责声明|更新日志|授權|貢獻|致謝|感謝|贊助|ライセンス|コントリビュー|謝辞|라이선스|기여"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST: Final = 60


def is_apart(title: str) -> bool:
    """Whether a section of this title is usually left out of contents, as they are themselves."""
    if len(title) > _LONGEST:
        return False
    if names_contents(title) or _TAIL_CHINESE.search(title):
        return True
    words = frozenset(_LETTERS.findall(title.casefold()))
    return not words.isdisjoint(_TAIL) and words <= _TAIL | _FILLERS
