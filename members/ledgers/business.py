"""Which codes describe a workplace? Its ownership, trade and state."""

from __future__ import annotations

from django.db import models


class Ownership(models.TextChoices):
    """The codes of the register of union organisations."""

    STATE = "110", "国有企业"
    COLLECTIVE = "120", "集体企业"
    STOCK_COOPERATIVE = "130", "股份合作企业"
    JOINT = "140", "联营企业"
    STATE_SOLE = "151", "国有独资公司"
    LIMITED = "159", "其他有限责任公司"
    STOCK_STATE = "161", "股份有限公司（国有控股）"
    STOCK = "169", "其他股份有限公司"
    PRIVATE = "170", "私营企业"
    OTHER_DOMESTIC = "190", "其他内资企业"
    HMT = "200", "港澳台商投资企业"
    FOREIGN = "300", "外商投资企业"
    INSTITUTION = "400", "事业单位"
    GOVERNMENT = "500", "机关"
    SELF_EMPLOYED = "600", "个体经济组织"
    NON_ENTERPRISE = "700", "民办非企业单位（社会服务机构）"


class Industry(models.TextChoices):
    """The classes of GB/T 4754."""

    A = "A", "农、林、牧、渔业"
    B = "B", "采矿业"
    C = "C", "制造业"
    D = "D", "电力、热力、燃气及水生产和供应业"
    E = "E", "建筑业"
    F = "F", "批发和零售业"
    G = "G", "交通运输、仓储和邮政业"
    H = "H", "住宿和餐饮业"
    I = "I", "信息传输、软件和信息技术服务业"  # noqa: E741
    J = "J", "金融业"
    K = "K", "房地产业"
    L = "L", "租赁和商务服务业"
    M = "M", "科学研究和技术服务业"
    N = "N", "水利、环境和公共设施管理业"
    O = "O", "居民服务、修理和其他服务业"  # noqa: E741
    P = "P", "教育"
    Q = "Q", "卫生和社会工作"
    R = "R", "文化、体育和娱乐业"
    S = "S", "公共管理、社会保障和社会组织"
    T = "T", "国际组织"


class Operating(models.TextChoices):
    OPERATING = "operating", "正常营业"
    SUSPENDED = "suspended", "停产停业"
    CLOSED = "closed", "关闭注销"
    RELOCATED = "relocated", "已迁出"
