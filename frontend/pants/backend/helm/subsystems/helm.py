"""Helm, the package manager for Kubernetes."""

from __future__ import annotations

from pants.core.util_rules.external_tool import TemplatedExternalTool
from pants.option.option_types import (
    ArgsListOption,
    BoolOption,
    DictOption,
    StrListOption,
    StrOption,
)


class HelmSubsystem(TemplatedExternalTool):
    options_scope = "helm"
    help = "Helm, the package manager for Kubernetes."

    default_version = "3.19.5"
    default_known_versions = [
        "3.19.5|linux_arm64 |ce02147ffee6d993bf8ae97a44a22e9e1daf0b69d2d5b69a0c8cf6706445ccf5|16236301",
        "3.19.5|linux_x86_64|a0a5e8c592ed3f376ac110715eff214730c7422f9a44d96cf98117d2b8b0e6c0|18014445",
        "3.19.5|macos_arm64 |195e24e587f423f15a78feebab04583ceee68323598575a0e8b3b11b43fd26fe|17061257",
        "3.19.5|macos_x86_64|57f4a847c349382b7cc742a6434ef25f88f0928a113d8cf49084b464878ef0b9|18369542",
        "3.14.3|linux_arm64 |85e1573e76fa60af14ba7e9ec75db2129b6884203be866893fa0b3f7e41ccd5e|14558415",
        "3.14.3|linux_x86_64|3c90f24e180f8c207b8a18e5ec82cb0fa49858a7a0a86e4ed52a98398681e00b|16134525",
        "3.14.3|macos_arm64 |dff794152b62b7c1a9ff615d510f8657bcd7a3727c668e0d9d4955f70d5f7573|16104367",
        "3.14.3|macos_x86_64|4d5d01a94c7d6b07e71690dc1988bf3229680284c87f4242d28c6f1cc99653be|16944220",
        "3.13.3|linux_arm64 |44aaa094ae24d01e8c36e327e1837fd3377a0f9152626da088384c5bc6d94562|14495979",
        "3.13.3|linux_x86_64|bbb6e7c6201458b235f335280f35493950dcd856825ddcfd1d3b40ae757d5c7d|16188560",
        "3.13.3|macos_arm64 |61ba210cd65c53be5c0021c8fc8e0b94f4c122aff32f5ed0e4ea81728108ea20|16172665",
        "3.13.3|macos_x86_64|da654c9e0fd4fcb50cc5dba051c1c9cf398e21ffa5064b47ac89a9697e139d39|16999788",
        "3.12.3|linux_arm64 |79ef06935fb47e432c0c91bdefd140e5b543ec46376007ca14a52e5ed3023088|14355040",
        "3.12.3|linux_x86_64|1b2313cd198d45eab00cc37c38f6b1ca0a948ba279c29e322bdf426d406129b5|16028423",
        "3.12.3|macos_arm64 |240b0a7da9cae208000eff3d3fb95e0fa1f4903d95be62c3f276f7630b12dae1|16019570",
        "3.12.3|macos_x86_64|1bdbbeec5a12dd0c1cd4efd8948a156d33e1e2f51140e2a51e1e5e7b11b81d47|16828211",
        "3.12.2|linux_arm64 |cfafbae85c31afde88c69f0e5053610c8c455826081c1b2d665d9b44c31b3759|14350624",
        "3.12.2|linux_x86_64|2b6efaa009891d3703869f4be80ab86faa33fa83d9d5ff2f6492a8aebe97b219|16028750",
        "3.12.2|macos_arm64 |b60ee16847e28879ae298a20ba4672fc84f741410f438e645277205824ddbf55|16021202",
        "3.12.2|macos_x86_64|6e8bfc84a640e0dc47cc49cfc2d0a482f011f4249e2dff2a7e23c7ef2df1b64e|16824814",
        "3.11.3|linux_arm64 |0816db0efd033c78c3cc1c37506967947b01965b9c0739fe13ec2b1eea08f601|14475471",
        "3.11.3|linux_x86_64|ca2d5d40d4cdfb9a3a6205dd803b5bc8def00bd2f13e5526c127e9b667974a89|15489735",
        "3.11.3|macos_arm64 |267e4d50b68e8854b9cc44517da9ab2f47dec39787fed9f7eba42080d61ac7f8|15451086",
        "3.11.3|macos_x86_64|9d029df37664b50e427442a600e4e065fa75fd74dac996c831ac68359654b2c4|16275303",
        "3.11.2|linux_arm64 |444b65100e224beee0a3a3a54cb19dad37388fa9217ab2782ba63551c4a2e128|14090242",
        "3.11.2|linux_x86_64|781d826daec584f9d50a01f0f7dadfd25a3312217a14aa2fbb85107b014ac8ca|15026301",
        "3.11.2|macos_arm64 |f61a3aa55827de2d8c64a2063fd744b618b443ed063871b79f52069e90813151|14932800",
        "3.11.2|macos_x86_64|404938fd2c6eff9e0dab830b0db943fca9e1572cd3d7ee40904705760faa390f|15759988",
        "3.11.1|linux_arm64 |919173e8fb7a3b54d76af9feb92e49e86d5a80c5185020bae8c393fa0f0de1e8|13484900",
        "3.11.1|linux_x86_64|0b1be96b66fab4770526f136f5f1a385a47c41923d33aab0dcb500e0f6c1bf7c|15023104",
        "3.11.1|macos_arm64 |43d0198a7a2ea2639caafa81bb0596c97bee2d4e40df50b36202343eb4d5c46b|14934852",
        "3.11.1|macos_x86_64|2548a90e5cc957ccc5016b47060665a9d2cd4d5b4d61dcc32f5de3144d103826|15757902",
        "3.10.0|linux_arm64 |3b72f5f8a60772fb156d0a4ab93272e8da7ef4d18e6421a7020d7c019f521fc1|13055719",
        "3.10.0|linux_x86_64|bf56beb418bb529b5e0d6d43d56654c5a03f89c98400b409d1013a33d9586474|14530566",
        "3.10.0|macos_arm64 |f7f6558ebc8211824032a7fdcf0d55ad064cb33ec1eeec3d18057b9fe2e04dbe|14446277",
        "3.10.0|macos_x86_64|1e7fd528482ac2ef2d79fe300724b3e07ff6f846a2a9b0b0fe6f5fa05691786b|15237557",
        "3.8.0|linux_arm64 |23e08035dc0106fe4e0bd85800fd795b2b9ecd9f32187aa16c49b0a917105161|12324642",
        "3.8.0|linux_x86_64|8408c91e846c5b9ba15eb6b1a5a79fc22dd4d33ac6ea63388e5698d1b2320c8b|13626774",
        "3.8.0|macos_arm64 |751348f1a4a876ffe089fd68df6aea310fd05fe3b163ab76aa62632e327122f3|14078604",
        "3.8.0|macos_x86_64|532ddd6213891084873e5c2dcafa577f425ca662a6594a3389e288fc48dc2089|14318316",
    ]
    default_url_template = "https://get.helm.sh/helm-v{version}-{platform}.tar.gz"
    default_url_platform_mapping = {
        "linux_arm64": "linux-arm64",
        "linux_x86_64": "linux-amd64",
        "macos_arm64": "darwin-arm64",
        "macos_x86_64": "darwin-amd64",
    }

    _registries = DictOption(
        help=(
            "Registries by a name of your choice, each with an `address` (`oci://...`) and, if you "
            "like, `default` and `repository`: `{'main': {'address': 'oci://example.com', "
            "'default': true}}`. Fields name one as `@main`."
        ),
        fromfile=True,
    )
    lint_strict = BoolOption(
        default=False,
        help="Whether `helm lint` also fails on warnings.",
    )
    lint_quiet = BoolOption(
        default=False,
        help="Whether `helm lint` shows only warnings and errors.",
    )
    default_registry_repository = StrOption(
        default=None,
        help=(
            "Path below a registry's address under which charts are published, where neither the "
            "chart nor the registry says."
        ),
    )
    extra_env_vars = StrListOption(
        help=(
            "Environment variables for Helm: `NAME=value`, or `NAME` to pass on the value that "
            "Pants was started with."
        ),
        advanced=True,
    )
    tailor_charts = BoolOption(
        default=True,
        help="Whether `tailor` adds `helm_chart` targets for charts that no target owns.",
        advanced=True,
    )
    tailor_unittests = BoolOption(
        default=True,
        help=(
            "Whether `tailor` adds `helm_unittest_tests` targets for test suites that no target "
            "owns."
        ),
        advanced=True,
    )
    args = ArgsListOption(
        example="--force",
        passthrough=True,
        extra_help="They go to `helm upgrade`; those that Pants sets by itself are refused.",
    )
